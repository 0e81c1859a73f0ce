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

struct ContainerFactRow {
  std::string_view kind;  ///< "device", "flag", "outcome"
  std::string_view key, value;
};
extern const TableSchema container_fact_table;

}  // namespace bridle
