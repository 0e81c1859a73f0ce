#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"

namespace bridle {

/// One cookie of a store. Borrows: the file.
struct BinaryCookie {
  std::uint64_t offset = 0;  ///< of the cookie in the file
  std::string_view domain, name, path;
  std::uint64_t value_size = 0;  ///< the value itself opens accounts: it is not read
  std::uint32_t flags = 0;       ///< 1 secure, 4 HTTP only
  std::optional<Time> expires, created;
};

struct BinaryCookieVisitor {
  std::function<void(const BinaryCookie&)> cookie;
  std::function<void(std::uint64_t offset, const Error&)> skip;
};

/// Reads a .binarycookies file. A damaged page or cookie costs itself only. Faults: unsupported (no such
/// file), truncated (its list of pages). Source: ios-artifacts.md 4.14; docs/formats/binary-cookies.md;
/// checked against stores of iOS 17.
Result<> read_binary_cookies(Bytes file, const BinaryCookieVisitor& visit);

}  // namespace bridle
