#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bridle::testing {

/// One record of Manifest.mbdb. Times are Unix seconds.
struct MbdbTemplate {
  std::string domain;
  std::string path;
  std::optional<std::string> target;
  std::optional<std::string> digest;
  std::optional<std::string> encryption_key;  ///< 44 bytes, see stored_key
  std::uint16_t mode = 0x81A4;
  std::uint64_t inode = 1000;
  std::uint32_t uid = 501;
  std::uint32_t gid = 501;
  std::uint32_t modified = 1'400'000'100;
  std::uint32_t status_changed = 1'400'000'200;
  std::uint32_t birth = 1'400'000'000;
  std::uint64_t size = 0;
  std::uint8_t protection_class = 0;
  std::vector<std::pair<std::string, std::string>> properties;
};

std::string write_mbdb(const std::vector<MbdbTemplate>& records);

}  // namespace bridle::testing
