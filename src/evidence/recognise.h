#pragma once

#include <optional>
#include <string>

#include "evidence/backup_folder.h"

namespace bridle {

/// What an examiner may hand over.
enum class EvidenceKind : std::uint8_t {
  ios_backup,
  dump_folder,     ///< the file system of an iPhone, or a part of it, as files
  dump_archive,    ///< the same, or evidence of an Android phone, as tar, tar.gz or zip: its names tell
  android_folder,  ///< a bug report, an AndroidQF collection, a backup or logs of an Android phone, as files
  android_text,    ///< the text of a bug report alone
  android_backup,  ///< an `.ab` file
  age_file,        ///< a collection by AndroidQF, encrypted with age
  gzip_file,       ///< the text of a bug report alone, packed with gzip: told when no tar is found in it
};

/// Evidence, recognised by its content: by the names in a folder, or by at most 64 KiB of a file.
struct RecognisedEvidence {
  EvidenceKind kind = EvidenceKind::ios_backup;
  std::string path;  ///< as opened, links in it resolved: what is hashed
  Fd opened;         ///< the folder, or the archive
  std::optional<BackupFolder> backup;
};

/// The message of a failure is for the examiner: what was met and what to do next. Faults: absent (no such
/// path, nothing known in it), unsupported, malformed (a backup without its index), io.
Result<RecognisedEvidence> recognise_evidence(const std::string& path);

/// Does a file begin as gzip does?
bool is_gzip_file(const Fd& file);
/// Does a file begin as the text of a bug report does? Looks at up to 64 KiB of text.
bool is_android_text(const Fd& file);
/// Does a file begin as tar, gzip or zip? Reads up to 512 bytes.
bool is_archive(const Fd& file);

}  // namespace bridle
