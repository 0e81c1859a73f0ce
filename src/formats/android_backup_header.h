#pragma once

#include <cstdint>
#include <string>

#include "base/bytes.h"
#include "base/result.h"

namespace bridle {

/// The lines at the beginning of an `.ab` file (docs/formats/android-backup.md).
struct AndroidBackupHeader {
  std::int64_t version = 0;  ///< 1 to 5
  bool compressed = false, encrypted = false;
  std::size_t size = 0;  ///< where the payload begins

  // Encrypted ones only, as bytes.
  std::string user_salt, checksum_salt;  ///< 64 each
  std::uint64_t rounds = 0;              ///< of PBKDF2
  std::string user_iv;                   ///< 16
  std::string master_key_blob;           ///< a multiple of 16
};

/// The first line of every such file.
constexpr std::string_view android_backup_magic = "ANDROID BACKUP\n";
/// No header is longer than this.
constexpr std::size_t android_backup_header_limit = 4096;

/// Faults: malformed (no such file, a line that is none), truncated, unsupported (another version,
/// compression or cipher), limit (more than 100 million rounds). Source: AOSP BackupManagerService;
/// android-artifacts.md 1.4.1.
Result<AndroidBackupHeader> parse_android_backup_header(Bytes head);

}  // namespace bridle
