#pragma once

#include <span>
#include <string>
#include <string_view>

#include "formats/plist.h"

namespace bridle {

/// The members of a dictionary as a JSON object, without those named in `taken`, up to about `most` bytes;
/// empty when none are left. `leaves` leaves data, arrays and dictionaries out.
std::string other_members(PlistValue dictionary, std::span<const std::string_view> taken, std::size_t most,
                          bool leaves);

}  // namespace bridle
