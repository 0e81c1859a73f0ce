#include "testing/keybag_builder.h"

namespace bridle::testing {
namespace {

std::string big32(std::uint64_t value) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8)
    bytes += static_cast<char>(static_cast<std::uint8_t>(value >> shift));
  return bytes;
}

}  // namespace

std::string keybag_tag(std::string_view tag, std::string_view value) {
  return std::string(tag).append(big32(value.size())).append(value);
}

std::string write_keybag(const KeybagTemplate& bag) {
  std::string out = keybag_tag("VERS", big32(bag.version)) + keybag_tag("TYPE", big32(bag.type)) +
                    keybag_tag("UUID", bag.uuid) + keybag_tag("HMCK", std::string(40, 'h')) +
                    keybag_tag("WRAP", big32(0)) + keybag_tag("SALT", bag.salt) +
                    keybag_tag("ITER", big32(bag.iterations));
  if (bag.double_protection_iterations)
    out += keybag_tag("DPWT", big32(1)) + keybag_tag("DPIC", big32(*bag.double_protection_iterations)) +
           keybag_tag("DPSL", bag.double_protection_salt);
  for (const auto& [tag, value] : bag.extra) out += keybag_tag(tag, value);
  for (const KeybagTemplate::Class& one : bag.classes) {
    out += keybag_tag("UUID", std::string(16, static_cast<char>(one.id))) +
           keybag_tag("CLAS", big32(one.id)) + keybag_tag("WRAP", big32(one.wrap)) +
           keybag_tag("KTYP", big32(one.key_type)) + keybag_tag("WPKY", one.wrapped_key);
    if (!one.public_key.empty()) out += keybag_tag("PBKY", one.public_key);
  }
  return out;
}

}  // namespace bridle::testing
