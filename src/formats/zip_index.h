#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace bridle {

// The index of a zip as Android reads it, which is the central directory alone: what local headers say
// against it, encryption bits and unknown methods do not keep Android from starting an app, and are used to
// break the tools that look at one. Archives whose names and content are all that counts are read by
// ArchiveReader. Source: APPNOTE 6.3.10, 4.3; AOSP libziparchive; docs/formats/apk.md.

/// Where the central directory lies.
struct ZipEnd {
  std::uint64_t directory_at = 0, directory_size = 0, members = 0;
  std::uint64_t trailing = 0;  ///< bytes of the file behind its end
};
/// How much of a file's end holds its end record, whatever its comment.
constexpr std::uint64_t zip_tail_size = 22 + 0xFFFF;
/// Finds the end record in the last bytes of a file of `file_size` bytes. Faults: malformed (none),
/// unsupported (zip64, which Android does not take for an app).
Result<ZipEnd> find_zip_end(Bytes tail, std::uint64_t file_size);

/// One member, by the central directory. Borrows: the directory.
struct ZipMember {
  std::string_view name;
  std::uint16_t flags = 0, method = 0;
  std::uint32_t crc = 0;
  std::uint64_t compressed = 0, size = 0;
  std::uint64_t header_at = 0;  ///< its local header
  Bytes extra;                  ///< fields of an id, a size and a content each
  /// Says a field of Info-ZIP when it was changed, in UTC? Else there is only the wall clock of whoever
  /// packed it. Source: Info-ZIP's proginfo/extrafld.txt.
  bool has_utc_time() const;
  bool is_encrypted() const { return (flags & 1) != 0; }
  bool is_deflated() const { return method == 8; }
};

/// The members in the order of the directory, at most `most`.
struct ZipMembers {
  std::vector<ZipMember> members;
  std::optional<Error> rest;  ///< why the directory could not be read to its end
};
ZipMembers read_zip_directory(Bytes directory, std::uint64_t most);

/// Size of a local header without its name and its extra field.
constexpr std::uint64_t zip_header_size = 30;
struct ZipHeader {
  std::uint64_t size = 0;  ///< of the whole header: the content begins behind it
  bool differs = false;    ///< from the directory, in method, flags, or the length of the name
};
/// Reads a local header's first 30 bytes. Faults: truncated, malformed (no such header).
Result<ZipHeader> read_zip_header(Bytes header, const ZipMember& member);

}  // namespace bridle
