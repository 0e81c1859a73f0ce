#include "formats/keybag.h"

#include <fmt/format.h>

namespace bridle {
namespace {

constexpr std::size_t class_limit = 256;

struct Tag {
  std::string_view name;
  Bytes value;
  std::size_t offset;
};

Result<std::uint32_t> number(const Tag& tag) {
  if (tag.value.size() != 4)
    return fail(Fault::malformed, fmt::format("keybag integer at byte {} is not 4 bytes", tag.offset));
  return static_cast<std::uint32_t>(load_big(tag.value, 4));
}

/// Is it a tag of a class? Sets it then.
Result<bool> read_class_tag(const Tag& tag, KeybagClass& out) {
  if (tag.name == "CLAS") return out.id = TRY(number(tag)), true;
  if (tag.name == "WRAP") return out.wrap = TRY(number(tag)), true;
  if (tag.name == "KTYP") return out.key_type = TRY(number(tag)), true;
  if (tag.name == "WPKY") return out.wrapped_key = tag.value, true;
  if (tag.name == "PBKY") return out.public_key = tag.value, true;
  return false;
}

Result<bool> read_header_tag(const Tag& tag, Keybag& out) {
  if (tag.name == "VERS") return out.version = TRY(number(tag)), true;
  if (tag.name == "TYPE") return out.type = TRY(number(tag)), true;
  if (tag.name == "UUID") return out.uuid = tag.value, true;
  if (tag.name == "WRAP") return out.wrap = TRY(number(tag)), true;
  if (tag.name == "SALT") return out.salt = tag.value, true;
  if (tag.name == "ITER") return out.iterations = TRY(number(tag)), true;
  if (tag.name == "DPSL") return out.double_protection_salt = tag.value, true;
  if (tag.name == "DPIC") return out.double_protection_iterations = TRY(number(tag)), true;
  if (tag.name == "HMCK") return out.hmac_key = tag.value, true;
  if (tag.name == "DPWT") return true;  // only says that DPIC and DPSL are there
  return false;
}

}  // namespace

WrappedKey read_wrapped_key(Bytes stored) {
  if (stored.size() < 4 + 24 || (stored.size() - 4) % 8 != 0) return {};
  return {.protection_class = static_cast<std::uint32_t>(load_little(stored, 4)),
          .wrapped = stored.subspan(4)};
}

const KeybagClass* Keybag::find(std::uint32_t id) const {
  for (const KeybagClass& one : classes)
    if (one.id == id) return &one;
  return nullptr;
}

Result<Keybag> read_keybag(Bytes bytes) {
  Keybag bag;
  Cursor in{bytes};
  while (!in.at_end()) {
    Tag tag{.name = {}, .value = {}, .offset = in.offset()};
    tag.name = as_text(in.take(4));
    tag.value = in.take(in.be<std::uint32_t>());
    TRY(in.check("keybag tag"));
    // The header has the first UUID; every further one opens a class.
    if (tag.name == "UUID" && !bag.uuid.empty()) {
      if (bag.classes.size() == class_limit) return fail(Fault::limit, "keybag has over 256 classes");
      bag.classes.push_back({.uuid = tag.value});
      continue;
    }
    bool known =
        bag.classes.empty() ? TRY(read_header_tag(tag, bag)) : TRY(read_class_tag(tag, bag.classes.back()));
    if (known) continue;
    if (bag.unknown.size() == class_limit) return fail(Fault::limit, "keybag has over 256 unknown tags");
    bag.unknown.push_back({.tag = std::string(tag.name), .value = tag.value});
  }
  if (bag.uuid.empty()) return fail(Fault::malformed, "keybag has no UUID");
  if (bag.classes.empty()) return fail(Fault::malformed, "keybag has no classes");
  return bag;
}

}  // namespace bridle
