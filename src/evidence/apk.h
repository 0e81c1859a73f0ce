#pragma once

#include <memory>
#include <string>
#include <vector>

#include "evidence/byte_source.h"
#include "formats/android_manifest.h"
#include "formats/apk_signing_block.h"
#include "formats/zip_index.h"

namespace bridle {

/// One certificate of an app, whatever scheme it stands in.
struct ApkSignerCertificate {
  std::string scheme;  ///< v1, v2, v3, v3.1
  std::string role;    ///< signer, chain, lineage
  std::string file;    ///< of v1: the member that it stands in
  std::string der;
};

/// An app's package, read where it lies: its directory, and the members that are asked for. Parses hostile
/// bytes: for workers. Memory: the directory, and one member at a time.
class Apk {
 public:
  /// Faults: malformed, unsupported, limit (a directory of more than 64 MiB), io. Borrows: `content`.
  static Result<Apk> open(ByteSource& content);

  const std::vector<ZipMember>& members() const { return members_.members; }
  /// Why not all members are known.
  const std::optional<Error>& rest() const { return members_.rest; }
  /// The first member of that name, which is the one that Android takes; or nullptr.
  const ZipMember* find(std::string_view name) const;
  /// The content as Android would load it: inflated when the directory says so, else as it lies, whatever the
  /// method is called. What stands before damage is not given. Faults: truncated, malformed, limit.
  Result<std::string> content(const ZipMember& member, std::uint64_t most) const;
  /// Faults: absent, and those of `content` and of reading its binary form.
  Result<AndroidManifest> manifest() const;
  /// The certificates of every scheme; what could not be read goes to `troubles`. Nothing is verified.
  std::vector<ApkSignerCertificate> certificates(std::vector<Error>& troubles) const;
  /// What no packer of Android's writes and Android does not mind, in sentences for a reader.
  std::vector<std::string> oddities() const;

 private:
  Apk(ByteSource& content, ZipEnd end) : content_(&content), end_(end) {}
  Result<std::vector<std::uint8_t>> read(std::uint64_t offset, std::uint64_t size) const;

  ByteSource* content_;
  ZipEnd end_;
  std::unique_ptr<std::vector<std::uint8_t>> directory_;  // its names are views into it
  ZipMembers members_;
};

}  // namespace bridle
