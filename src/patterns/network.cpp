#include "patterns/network.h"

#include <arpa/inet.h>

#include <string>

#include "base/text.h"

namespace bridle {

std::optional<Network> network_from_text(std::string_view text) {
  auto slash = text.find('/');
  std::string address(text.substr(0, slash));
  if (address.size() > 64 || address.find('\0') != std::string::npos) return std::nullopt;
  Network network;
  if (::inet_pton(AF_INET, address.c_str(), network.address.data()) != 1) {
    if (::inet_pton(AF_INET6, address.c_str(), network.address.data()) != 1) return std::nullopt;
    network.family_bits = 128;
  }
  network.prefix = network.family_bits;
  if (slash == std::string_view::npos) return network;
  auto digits = text.substr(slash + 1);
  if (digits.empty() || digits.size() > 3 || !is_digit(digits[0])) return std::nullopt;
  auto prefix = parse_integer(digits);
  if (!prefix || *prefix > network.family_bits) return std::nullopt;
  network.prefix = static_cast<int>(*prefix);
  return network;
}

bool is_within(const Network& inner, const Network& outer) {
  if (inner.family_bits != outer.family_bits || inner.prefix < outer.prefix) return false;
  auto whole = static_cast<std::size_t>(outer.prefix / 8);
  for (std::size_t i = 0; i < whole; ++i)
    if (inner.address[i] != outer.address[i]) return false;
  int rest = outer.prefix % 8;
  return rest == 0 || (inner.address[whole] ^ outer.address[whole]) >> (8 - rest) == 0;
}

}  // namespace bridle
