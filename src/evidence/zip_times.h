#pragma once

#include <string_view>
#include <unordered_set>

#include "evidence/byte_source.h"

namespace bridle {

/// Whose clock the times of a zip's members are. A zip keeps the wall clock of whoever packed it; some
/// programs add the moment in UTC, and dumpstate on a phone does not (AOSP libziparchive's ZipWriter).
class ZipTimes {
 public:
  /// Reads the zip's directory. Of what is no zip, or one without a directory that can be read, nothing is
  /// known.
  static ZipTimes read(ByteSource& content);
  /// Is a member's time a wall clock's, for certain?
  bool are_local(std::string_view name) const;

 private:
  bool is_known_ = false;
  std::unordered_set<std::size_t> in_utc_;  // hashes of names
};

}  // namespace bridle
