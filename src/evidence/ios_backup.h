#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/secret.h"
#include "evidence/sqlite_view.h"
#include "formats/mbdb.h"
#include "formats/mbfile.h"

namespace bridle {

/// What a backup's property lists say of the device and of the backup itself.
struct BackupDescription {
  std::vector<std::pair<std::string, std::string>> device;  ///< "product_version" → "14.3", in a fixed order
  bool encrypted = false;                                   ///< by Manifest.plist's word
  bool has_keybag = false;
  bool has_manifest_key = false;
  bool in_progress = false;  ///< Status.plist: the snapshot is not finished
  std::vector<std::string> notes;
};

/// Each list may be missing (empty bytes) or damaged; what can be read is kept, the rest is a note.
/// Source: ios-artifacts.md 1.2, 1.3.
BackupDescription describe_backup(Bytes info, Bytes status, Bytes manifest);

/// The keys that a password opens, in a form that can travel through a pipe into locked memory.
struct KeyRing {
  struct ClassKey {
    std::uint32_t id;
    std::uint8_t key[32];
  };
  static constexpr std::size_t most_classes = 64;
  std::uint32_t classes = 0;
  ClassKey keys[most_classes] = {};
  std::uint32_t manifest_key_class = 0;  ///< 0 = the index is not encrypted
  std::uint8_t manifest_key[32] = {};
  /// The key of a class, or nothing when the password did not open it.
  Bytes find(std::uint32_t id) const;
};

enum class UnlockOutcome : std::uint8_t {
  not_encrypted,
  unlocked,
  wrong_password,
  no_keybag,
  damaged_keybag,
  empty_password
};
struct Unlocked {
  UnlockOutcome outcome = UnlockOutcome::not_encrypted;
  std::vector<std::string> notes;  ///< "class 11 cannot be opened off the device", a damaged class, …
};

/// Derives the class keys of an encrypted backup; `ring` is filled in place. Takes seconds from iOS 10.2 on.
/// Source: ios-artifacts.md 1.5.
Result<Unlocked> unlock_backup(Bytes manifest, Bytes password, KeyRing& ring);

/// One row of the index, whatever its generation. Borrows: until the next one.
struct BackupEntry {
  std::string_view file_id, domain, relative_path;
  std::int64_t flags = 0;  ///< 1 file, 2 directory, 4 link
  std::optional<std::uint64_t> size;
  std::optional<WrappedKey> key;
};
using BackupEntryVisitor = std::function<void(const std::string& locator, const BackupEntry&)>;
using BackupSkipVisitor = std::function<void(const std::string& locator, const Error&)>;

/// Walks the index. Rows that cannot be used (a fileID that is no fileID, a path that leaves its domain) are
/// skips. Faults: those of the index as a whole.
Result<> list_manifest_db(SqliteView& database, const BackupEntryVisitor& entry,
                          const BackupSkipVisitor& skip);
Result<> list_manifest_mbdb(Bytes content, const BackupEntryVisitor& entry, const BackupSkipVisitor& skip);

/// 40 lower-case hexadecimal digits.
bool is_file_id(std::string_view text);

}  // namespace bridle
