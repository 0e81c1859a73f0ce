#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace bridle {

/// An IPv4 or IPv6 network: an address and how many of its leading bits count.
struct Network {
  int family_bits = 32;  ///< 32 or 128
  int prefix = 32;
  std::array<std::uint8_t, 16> address{};
};

/// "10.0.0.0/8", "2001:db8::/32", or an address by itself (all bits count). Bits behind the prefix may be
/// set.
std::optional<Network> network_from_text(std::string_view text);
/// Whether every address of the first lies in the second.
bool is_within(const Network& inner, const Network& outer);

}  // namespace bridle
