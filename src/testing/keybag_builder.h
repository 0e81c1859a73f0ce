#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bridle::testing {

/// A BackupKeyBag. Keys come already wrapped: the builder knows no cryptography.
struct KeybagTemplate {
  struct Class {
    std::uint32_t id;
    std::uint32_t wrap = 2;
    std::uint32_t key_type = 0;
    std::string wrapped_key = std::string(40, 'k');
    std::string public_key = {};
  };
  std::uint32_t version = 5;
  std::uint32_t type = 1;
  std::string uuid = std::string(16, 'u');
  std::string salt = std::string(20, 's');
  std::uint32_t iterations = 10'000;
  std::optional<std::uint32_t> double_protection_iterations = 10'000'000;
  std::string double_protection_salt = std::string(20, 'd');
  std::vector<Class> classes;
  std::vector<std::pair<std::string, std::string>> extra;  ///< four-byte tag and value, after the header
};

std::string write_keybag(const KeybagTemplate& bag);
/// One tag, length, value.
std::string keybag_tag(std::string_view tag, std::string_view value);

}  // namespace bridle::testing
