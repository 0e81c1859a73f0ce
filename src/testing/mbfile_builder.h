#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bridle::testing {

/// One file of a backup, for the `file` column of Manifest.db. Times are Unix seconds.
struct MbFileTemplate {
  std::string relative_path;
  std::int64_t birth = 1'600'000'000;
  std::int64_t modified = 1'600'000'100;
  std::int64_t status_changed = 1'600'000'200;
  std::uint32_t mode = 0100644;
  std::uint32_t uid = 501;
  std::uint32_t gid = 501;
  std::uint64_t inode = 1000;
  std::uint64_t size = 0;
  std::uint32_t protection_class = 0;
  std::optional<std::string> encryption_key;  ///< 44 bytes: class little-endian, wrapped key
  std::optional<std::string> target;
  std::optional<std::string> digest;
  std::vector<std::pair<std::string, std::string>> extended_attributes;
  bool dates_as_objects = false;  ///< as iOS 10.0 wrote them
};

/// The archive as iOS writes it.
std::string write_mbfile(const MbFileTemplate& file);
/// A stored key: 4 bytes little-endian class, then the wrapped key.
std::string stored_key(std::uint32_t protection_class, std::string_view wrapped);

}  // namespace bridle::testing
