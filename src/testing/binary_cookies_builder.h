#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace bridle::testing {

struct CookieTemplate {
  std::string domain, name, path = "/", value = "secret";
  std::uint32_t flags = 5;
  double expires = 760'000'000, created = 700'000'000;  ///< COCOA-S
};

/// A store of cookies, each inner list a page.
std::string write_binary_cookies(const std::vector<std::vector<CookieTemplate>>& pages);

}  // namespace bridle::testing
