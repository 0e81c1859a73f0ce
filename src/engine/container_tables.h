#pragma once

#include "records/artefact.h"

namespace bridle {

/// The container worker speaks to the parent through the same batch format as everyone: its tables are these.
struct ContainerEntryRow {
  std::string_view file_id, domain, relative_path;
  std::int64_t flags;
  std::optional<std::int64_t> size;
  std::optional<std::int64_t> key_class;
  std::optional<Blob> wrapped_key;  ///< 40 bytes, useless without the class key
};
extern const TableSchema container_entry_table;

/// An entry of a dump (evidence/dump_entry.h), paths as stored.
struct DumpEntryRow {
  std::string_view path;
  std::int64_t type;
  std::optional<std::int64_t> size, modified, accessed, changed, created, mode, owner, group;
  std::string_view target;
  std::int64_t member;
  std::optional<std::int64_t> offset;
  bool locked;
};
extern const TableSchema dump_entry_table;

/// Where the content of an entry went when it was unpacked.
struct UnpackedRow {
  std::int64_t member, offset, size;
  std::string_view problem;  ///< why not all of it is there, else empty
};
extern const TableSchema unpacked_table;

struct ContainerFactRow {
  std::string_view kind;  ///< "device", "flag", "outcome"
  std::string_view key, value;
};
extern const TableSchema container_fact_table;

}  // namespace bridle
