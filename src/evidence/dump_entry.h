#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace bridle {

enum class DumpEntryType : std::uint8_t { file, directory, link, hard_link, other };
constexpr std::string_view dump_entry_type_names[] = {"file", "directory", "link", "hard_link", "other"};
constexpr std::string_view name(DumpEntryType type) {
  return dump_entry_type_names[static_cast<std::size_t>(type)];
}

/// One entry of a dump, whether of a folder or of an archive. Borrows: until the next one.
struct DumpEntry {
  std::string_view path;  ///< below the evidence, as DumpRoots::tidy gives it
  DumpEntryType type = DumpEntryType::file;
  std::optional<std::uint64_t> size;
  std::optional<Time> modified, accessed, changed, created;  ///< UTC, as precise as the source keeps them
  /// `modified` is the wall clock of whoever packed it, as if that clock ran in UTC: all that a zip without
  /// finer times keeps.
  bool modified_is_local = false;
  std::optional<std::int64_t> mode, owner, group;
  std::string_view target;   ///< of a link
  std::uint64_t member = 0;  ///< number in the archive, from 1; 0 in a folder
  std::optional<std::uint64_t>
      offset;           ///< where its content stands in the archive as it is; else it is inflated
  bool locked = false;  ///< encrypted in the archive
};
/// Seconds and nanoseconds since 1970, UTC; nothing when that cannot be expressed.
inline std::optional<Time> time_of_parts(std::int64_t seconds, std::int64_t nanoseconds) {
  auto time = time_from_unix_seconds(seconds);
  if (!time || nanoseconds < 0 || nanoseconds > 999'999'999) return time_or_nothing(time);
  if (__builtin_add_overflow(time->nanoseconds, nanoseconds, &time->nanoseconds)) return std::nullopt;
  return *time;
}

/// `locator` says where in the evidence: "entry 17".
using DumpEntryVisitor = std::function<void(const std::string& locator, const DumpEntry&)>;
using DumpSkipVisitor = std::function<void(const std::string& locator, const Error&)>;

}  // namespace bridle
