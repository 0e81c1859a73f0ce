#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace bridle::testing {

/// How a forged backup is made.
struct BackupTemplate {
  enum class Index { database, mbdb };
  enum class Encryption {
    none,
    files_only,       ///< before iOS 10.2: the index in clear, one derivation stage
    files_and_index,  ///< since iOS 10.2: two stages, ManifestKey
  };
  Index index = Index::database;
  Encryption encryption = Encryption::none;
  std::string password = "0000";
  std::uint32_t iterations = 10'000;
  std::uint32_t double_iterations = 10'000'000;
  bool flat = false;  ///< payloads in one folder, as before iOS 10
  std::string product_version = "16.1.1", product_type = "iPhone12,1", build_version = "20B101",
              device_name = "Forged iPhone";
  std::vector<std::string> installed_apps;
  std::vector<std::uint32_t> missing_classes;  ///< protection classes that the keybag lacks
  std::uint64_t seed = 1;
};

/// One file of a forged backup.
struct BackupFile {
  std::string domain, path;
  std::string_view content;                    ///< or:
  std::string from_file;                       ///< a file whose content is streamed in
  std::optional<std::uint64_t> recorded_size;  ///< a size that lies
  std::uint32_t mode = 0100644, uid = 501, gid = 501, protection_class = 3;
  std::int64_t birth = 1'660'000'000, modified = 1'660'000'000;
  std::string target;        ///< of a symbolic link
  bool listed_only = false;  ///< in the index, but not in the folder
  std::string file_id;       ///< a fileID that is not the path's
};

/// Writes an iOS backup folder file by file, so that memory stays flat whatever its size.
class IosBackupBuilder {
 public:
  /// Makes the folder. Faults: io.
  static Result<std::unique_ptr<IosBackupBuilder>> begin(const std::string& folder, const BackupTemplate& as);
  ~IosBackupBuilder();
  /// Faults: io.
  Result<> add(const BackupFile& file);
  /// Writes index and property lists. Faults: io.
  Result<> finish();

 private:
  struct State;
  explicit IosBackupBuilder(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace bridle::testing
