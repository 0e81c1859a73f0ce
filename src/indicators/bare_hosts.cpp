#include "indicators/bare_hosts.h"

#include <array>
#include <bit>
#include <cstdint>

#include "base/text.h"

namespace bridle {
namespace {

constexpr std::array<std::string_view, 40> bare_suffixes = {
    "agency", "art",     "biz",    "blog",  "cloud",   "club", "com",   "dev",   "digital", "email",
    "events", "fun",     "global", "icu",   "info",    "life", "link",  "live",  "media",   "mobi",
    "net",    "network", "news",   "one",   "online",  "org",  "page",  "press", "pro",     "sbs",
    "shop",   "site",    "space",  "store", "support", "tech", "today", "top",   "website", "xyz",
};

/// A label of at most seven letters as a number; 0 for any other. In lower case.
constexpr std::uint64_t packed(std::string_view label) {
  std::uint64_t word = 0;
  if (label.size() > 7) return 0;
  for (char c : label) word = word << 8 | static_cast<std::uint8_t>(c | 0x20);
  return word;
}

constexpr std::size_t suffix_slot(std::uint64_t word) {
  return word * 0x9E3779B97F4A7C15ULL >> 56;
}
constexpr std::array<std::uint64_t, 256> suffix_slots = [] {
  std::array<std::uint64_t, 256> slots{};
  for (auto suffix : bare_suffixes) {
    auto at = suffix_slot(packed(suffix));
    while (slots[at] != 0) at = (at + 1) % slots.size();
    slots[at] = packed(suffix);
  }
  return slots;
}();

/// What a link without a scheme does not have in front: it would be a path, an address, an option.
constexpr bool begins_otherwise(char c) {
  return c == '/' || c == '\\' || c == '@' || c == '.' || c == '~' || c == '$' || c == '-' || c == '_';
}

}  // namespace

bool is_bare_suffix(std::string_view label) {
  auto word = packed(label);
  if (word == 0) return false;
  for (auto at = suffix_slot(word); suffix_slots[at] != 0; at = (at + 1) % suffix_slots.size())
    if (suffix_slots[at] == word) return true;
  return false;
}

namespace {

/// Over what may surround a host; the whole length where a link cannot begin.
std::size_t begin_of_host(std::string_view run) {
  std::size_t begin = 0;
  while (begin < run.size() && !is_alnum(run[begin]) && static_cast<std::uint8_t>(run[begin]) < 0x80)
    if (begins_otherwise(run[begin++])) return run.size();
  return begin;
}

bool is_behind_www(std::string_view run, std::size_t dot) {
  return dot >= 3 && (run[dot - 1] | run[dot - 2] | run[dot - 3] | 0x20) == 'w';
}

/// Decides by the label behind the last dot. `plain`: nothing but letters, digits, ".", "-" and "_".
bool ends_like_host(std::string_view run, std::size_t begin, std::size_t dot, bool plain) {
  auto end = dot + 1;
  while (end < run.size() && (is_alnum(run[end]) || run[end] == '-')) ++end;
  auto label = run.substr(dot + 1, end - dot - 1);
  // "com.apple.news:" is a bundle id.
  auto first = packed(run.substr(begin, 4));
  if (plain && (first == packed("com.") || first == packed("org.") || first == packed("net."))) return false;
  return is_bare_suffix(label) || to_lower_ascii(label.substr(0, 4)) == "xn--";
}

}  // namespace

bool may_hold_bare_host(std::string_view run) {
  auto begin = begin_of_host(run);
  auto dot = std::string_view::npos;
  bool plain = true;
  for (auto i = begin; i < run.size(); ++i) {
    char c = run[i];
    plain &= is_alnum(c) || c == '.' || c == '-' || c == '_' || i + 1 == run.size();
    if (c == '/' || c == '?' || c == '#') return dot != std::string_view::npos;
    if (static_cast<std::uint8_t>(c) >= 0x80) return true;
    if (c != '.' || i + 1 == run.size() || !is_alnum(run[i + 1])) continue;
    dot = i;
    if (is_behind_www(run, i)) return true;
  }
  return dot != std::string_view::npos && ends_like_host(run, begin, dot, plain);
}

bool may_hold_bare_host(std::string_view run, const BlockMasks& block, std::size_t at) {
  auto begin = begin_of_host(run);
  if (begin == run.size()) return false;
  // From here on, bit 0 is the host's first character.
  auto host = (1ULL << (run.size() - begin)) - 1;  // a run in a block is shorter than it
  auto bits = [&](std::uint64_t mask) { return mask >> (at + begin) & host; };
  auto dots = bits(block.dots), paths = bits(block.paths);
  if (paths != 0) return (dots & ((paths & (~paths + 1)) - 1)) != 0;
  if (dots == 0) return false;
  for (auto rest = dots; rest != 0; rest &= rest - 1)
    if (is_behind_www(run, begin + static_cast<std::size_t>(std::countr_zero(rest)))) return true;
  auto last = begin + 63 - static_cast<std::size_t>(std::countl_zero(dots));
  bool plain = ((bits(block.words) | ((host >> 1) + 1)) & host) == host;  // whatever the last character is
  return ends_like_host(run, begin, last, plain);
}

}  // namespace bridle
