#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bridle::testing {

/// How a forged `.ab` file is written.
struct AndroidBackupTemplate {
  int version = 3;
  bool compressed = true;
  std::string password = {};  ///< empty = not encrypted
  int rounds = 10'000;
  /// The checksum is over the key's bytes as they are, as in version 1, whatever the version says.
  bool raw_checksum = false;
  /// A Java stream may lack its end.
  bool without_end = false;
};

/// The bytes of an `.ab` file around a tar. Salts and keys are fixed: the same input, the same file.
std::string write_android_backup(std::string_view tar, const AndroidBackupTemplate& as);

/// A zlib stream.
std::string deflated(std::string_view plain);

}  // namespace bridle::testing
