#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "formats/keybag.h"
#include "formats/plist.h"

namespace bridle {

/// What Manifest.db knows of one file: column `file` of `Files`, a keyed archive of class MBFile
/// (docs/formats/mbfile.md). Times are by the device's clock, in steps of a second.
/// Borrows: the reader, until it reads again, and the bytes given to it.
struct MbFile {
  std::string_view relative_path;
  std::optional<std::string_view> target;  ///< of a symbolic link
  std::optional<Time> birth;
  std::optional<Time> modified;
  std::optional<Time> status_changed;
  std::optional<std::uint32_t> mode;  ///< st_mode with the file type bits
  std::optional<std::uint32_t> uid;
  std::optional<std::uint32_t> gid;
  std::optional<std::uint64_t> inode;
  std::optional<std::uint64_t> size;  ///< of the plaintext, in bytes
  std::optional<std::uint32_t> protection_class;
  std::optional<std::int64_t> flags;  ///< not the `flags` of the table; 0 in practice
  /// There in encrypted backups; its class, not `protection_class`, says which key unwraps it.
  std::optional<WrappedKey> encryption_key;
  Bytes digest;               ///< 20 bytes; not always the SHA-1 of the content
  Bytes extended_attributes;  ///< see read_extended_attributes
};

/// Reads MBFile archives one after another, reusing its memory: Manifest.db holds hundreds of thousands.
class MbFileReader {
 public:
  /// Faults: those of Plist::parse; malformed (no keyed archive); unsupported (the root is no MBFile).
  /// Source: reference 1.4; checked against a backup of iOS 14 with 3,721 files.
  Result<MbFile> read(Bytes archive);

 private:
  Plist plist_;
};

/// Borrows: the bytes given.
struct ExtendedAttribute {
  std::string_view name;
  Bytes value;
};

/// Extended attributes as backups keep them: a binary list of name to data, in its order. Names are copied
/// into `plist`, which must outlive the result. Entries that are no data are left out. Faults: those of
/// Plist::parse; malformed (no dictionary).
Result<std::vector<ExtendedAttribute>> read_extended_attributes(Bytes stored, Plist& plist);

}  // namespace bridle
