#pragma once

#include <string>
#include <string_view>

namespace bridle::testing {

/// A zlib stream (RFC 1950) of the text.
std::string deflate(std::string_view text);

}  // namespace bridle::testing
