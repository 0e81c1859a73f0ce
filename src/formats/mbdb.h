#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "formats/keybag.h"

namespace bridle {

/// One file of Manifest.mbdb, the index of backups up to iOS 9 (docs/formats/mbdb.md). Text is as stored: it
/// should be UTF-8, and its bytes make the fileID. Times are by the device's clock, in steps of a second.
/// Borrows: the bytes given to MbdbReader.
struct MbdbRecord {
  struct Property {
    std::string_view name;
    Bytes value;
  };
  std::size_t offset = 0;  ///< of the record in the file, in bytes
  std::string_view domain;
  std::string_view path;
  std::optional<std::string_view> target;    ///< of a symbolic link
  Bytes digest;                              ///< 20 bytes, or empty
  std::optional<WrappedKey> encryption_key;  ///< there in encrypted backups
  std::uint16_t mode = 0;                    ///< st_mode: 0xA000 link, 0x8000 file, 0x4000 directory
  std::uint64_t inode = 0;
  std::uint32_t uid = 0;
  std::uint32_t gid = 0;
  Time modified;
  Time status_changed;  ///< old notes call this the last access
  Time birth;
  std::uint64_t size = 0;  ///< of the plaintext, in bytes
  std::uint8_t protection_class = 0;
  std::vector<Property> properties;
};

/// Reads the records one after another.
class MbdbReader {
 public:
  /// Faults: truncated (no header); unsupported (another magic or version). Borrows: `bytes`.
  /// Source: reference 1.6; checked against a synthetic backup of an independent author.
  static Result<MbdbReader> open(Bytes bytes);
  /// The next record; nothing at the end. After a fault there is nothing more, for a record's length is not
  /// known before it is read. Faults: truncated (the record is cut off; the message says where it begins).
  Result<std::optional<MbdbRecord>> next();

 private:
  explicit MbdbReader(Cursor in) : in_(in) {}
  Cursor in_;
};

}  // namespace bridle
