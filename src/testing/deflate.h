#pragma once

#include <string>
#include <string_view>

namespace bridle::testing {

/// A zlib stream (RFC 1950) of the text.
std::string deflate(std::string_view text);
/// A gzip stream (RFC 1952) of it, without a name or a time.
std::string gzip(std::string_view text);

}  // namespace bridle::testing
