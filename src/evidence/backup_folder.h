#pragma once

#include <string>
#include <vector>

#include "base/file.h"

namespace bridle {

/// An iOS backup folder, found by its names alone: nothing in it has been read yet.
struct BackupFolder {
  std::string path;  ///< as opened: the one given, or the single backup below it
  Fd directory;
  bool has_info = false, has_status = false, has_manifest_plist = false;
  bool has_database = false;      ///< Manifest.db (iOS 10 and later)
  bool has_database_log = false;  ///< Manifest.db-wal beside it
  bool has_mbdb = false;          ///< Manifest.mbdb (iOS 9 and earlier)
  bool has_snapshot = false;      ///< a backup was being written
  const char* index_name() const { return has_database ? "Manifest.db" : "Manifest.mbdb"; }
};

/// Recognises a backup folder, or a folder above a single one. The message of a failure is for the examiner:
/// it says what was met and what to do next. Faults: absent (no such folder, no backup in it), unsupported
/// (several backups, a file), malformed (a backup without its index), io.
Result<BackupFolder> find_backup(const std::string& path);

}  // namespace bridle
