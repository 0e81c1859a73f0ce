#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace bridle {

/// The bytes of base64 text with padding (RFC 4648), nothing else in it. Faults: malformed.
Result<std::string> from_base64(std::string_view text);

}  // namespace bridle
