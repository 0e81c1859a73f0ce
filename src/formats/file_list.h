#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"

namespace bridle {

/// One entry of the list that a dump's container makes of its files (docs/formats/dump.md). Borrows: the
/// bytes given to the reader.
struct ListedFile {
  std::uint64_t position = 0;  ///< of the entry in the evidence, from 1
  std::string_view type;       ///< "file", "directory", "link", "hard_link", "other"
  std::string_view device_path;
  std::string_view stored_path;  ///< below the evidence
  std::string_view target;       ///< of a link, else empty
  std::optional<std::int64_t> size, mode, owner, group;
  std::optional<Time> modified, accessed, changed, created;
  bool modified_is_local = false;  ///< by the device's wall clock, as if that ran in UTC
};

/// Appends an entry: its fields in the order above, each ended by a NUL, which no path holds; what is unknown
/// is empty.
void append_listed_file(std::string& list, const ListedFile& file);

/// Reads the entries one after another.
class FileListReader {
 public:
  explicit FileListReader(Bytes list) : rest_(as_text(list)) {}
  /// The next entry; nothing at the end. After a fault there is nothing more. Faults: truncated, malformed (a
  /// number that is none).
  Result<std::optional<ListedFile>> next();

 private:
  std::string_view rest_;
};

}  // namespace bridle
