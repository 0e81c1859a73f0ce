#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace bridle::testing {

/// How a forged dump is packed.
enum class Packing { folder, tar, tar_gz, zip, zip_stored };
/// "folder", "tar", "tar.gz", "zip", "zip-stored"; the inverse. Faults: absent.
std::string_view name(Packing packing);
Result<Packing> packing_of(std::string_view name);

/// One file of a forged dump. A folder cannot hold all that an archive can: paths that leave it, hard links
/// without a target.
struct DumpFile {
  std::string path;               ///< below the evidence
  std::string_view content = {};  ///< or:
  std::string from_file = {};     ///< a file whose content is streamed in
  std::string target = {};        ///< of a symbolic link
  std::string hard_link = {};     ///< path of the entry that it is another name of
  std::uint64_t zeros = 0;        ///< or so many zero bytes
  std::uint32_t mode = 0100644, owner = 501, group = 501;
  std::int64_t modified = 1'660'000'000;  ///< seconds since 1970
};

/// Writes a dump file by file.
class DumpBuilder {
 public:
  /// Makes the folder or the archive. `encryption`, of a zip: "traditional" (ZipCrypto), "aes256" or none;
  /// the password is "0000". Faults: io.
  static Result<std::unique_ptr<DumpBuilder>> begin(const std::string& path, Packing packing,
                                                    const std::string& encryption = {});
  virtual ~DumpBuilder() = default;
  /// Faults: io.
  virtual Result<> add(const DumpFile& file) = 0;
  virtual Result<> finish() = 0;
};

}  // namespace bridle::testing
