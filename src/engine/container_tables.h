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
  bool modified_is_local;
};
extern const TableSchema dump_entry_table;

/// Where the content of an entry went when it was unpacked.
struct UnpackedRow {
  std::int64_t member, offset, size;
  std::string_view problem;  ///< why not all of it is there, else empty
};
extern const TableSchema unpacked_table;

/// A section of a bug report's text (formats/dumpstate.h). The first row is the text as a whole: its `kind`
/// is -1, `size` its headers, `first_line` its lines, `errors` its loose lines.
struct SectionRow {
  std::int64_t kind;
  std::string_view name, title, command;
  std::int64_t offset, size, first_line;
  std::int64_t errors;
  bool ended, cut_off, timed_out;  ///< of the whole: done, full, false
};
extern const TableSchema section_table;

struct ContainerFactRow {
  std::string_view kind;  ///< "device", "flag", "outcome"
  std::string_view key, value;
};
extern const TableSchema container_fact_table;

}  // namespace bridle
