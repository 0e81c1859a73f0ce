#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace bridle {

/// What the file system noted of one path since the last flush. Borrows: the bytes.
struct FseventsEntry {
  std::uint64_t offset = 0;  ///< in the unpacked file
  std::string_view path;     ///< below the volume's root, without a slash in front
  std::uint64_t event_id = 0;
  std::uint32_t flags = 0;
  std::optional<std::uint64_t> node_id;  ///< since pages of version 2
};

struct FseventsVisitor {
  std::function<void(const FseventsEntry&)> entry;
  std::function<void(std::uint64_t offset, const Error&)> skip;
};

/// Reads the pages of an unpacked file of .fseventsd, versions 1 to 3. A page whose end is unclear ends the
/// reading. Faults: unsupported (no such file).
/// Source: ios-artifacts.md 4.18; docs/formats/fsevents.md.
Result<> read_fsevents(Bytes file, const FseventsVisitor& visit);

/// "created, file": the flags in words, unknown ones as hexadecimal digits.
std::string fsevents_words(std::uint32_t flags);

}  // namespace bridle
