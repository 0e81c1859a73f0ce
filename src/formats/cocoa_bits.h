#pragma once

#include <bit>
#include <cstdint>
#include <optional>

#include "base/time.h"

namespace bridle {

/// COCOA-S as the 64 bits of an IEEE double; nothing for 0 and for moments that cannot be expressed.
inline std::optional<Time> time_from_cocoa_bits(std::uint64_t bits) {
  auto seconds = std::bit_cast<double>(bits);
  return seconds == 0 ? std::nullopt : time_or_nothing(time_from_cocoa_seconds(seconds));
}

}  // namespace bridle
