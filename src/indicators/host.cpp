#include "indicators/host.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

#include "base/bytes.h"
#include "base/text.h"
#include "indicators/unicode_host.h"
#include "indicators/url.h"

namespace bridle {
namespace {

bool is_ascii(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return static_cast<std::uint8_t>(c) >= 0x80; });
}

/// Characters that end or forbid a host (WHATWG "forbidden host code point", and controls), and those that no
/// real host has and that surround hosts in text.
constexpr std::array<bool, 256> forbidden = [] {
  std::array<bool, 256> out{};
  for (std::size_t c = 0; c <= 0x20; ++c) out[c] = true;
  for (char c : std::string_view("#/:<>?@[\\]^|%\"'`{}(),;!$&*+=\x7F"))
    out[static_cast<std::uint8_t>(c)] = true;
  return out;
}();

/// Each character in lower case; 0 for those that are forbidden and for those beyond ASCII.
constexpr std::array<char, 256> plain_character = [] {
  std::array<char, 256> out{};
  for (std::size_t c = 0; c < 0x80; ++c) out[c] = forbidden[c] ? '\0' : to_lower_ascii(static_cast<char>(c));
  return out;
}();

/// The end of the authority of "http://" and "https://" URLs in their usual form; 0 for others.
std::size_t usual_authority(std::string_view url) {
  std::size_t begin = url.starts_with("https://") ? 8 : url.starts_with("http://") ? 7 : 0;
  return begin < url.size() && url[begin] != '/' && url[begin] != '\\' ? begin : 0;
}

/// Decimal, 0octal or 0xhexadecimal, at most 32 bits. `plain` becomes false for anything but plain decimal.
std::optional<std::uint32_t> parse_part(std::string_view part, bool& plain) {
  int base = 10;
  if (part.size() > 1 && part[0] == '0') {
    plain = false;
    bool hex = part[1] == 'x' || part[1] == 'X';
    part.remove_prefix(hex ? 2 : 1);
    base = hex ? 16 : 8;
    if (part.empty()) return 0;
  }
  std::uint32_t value = 0;
  auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value, base);
  if (error != std::errc{} || end != part.data() + part.size()) return std::nullopt;
  return value;
}

/// An IPv4 in any form that browsers take: 1 to 4 parts, the last one filling what is left.
bool parse_ipv4(std::string_view text, ParsedHost& host) {
  std::array<std::uint32_t, 4> parts{};
  std::size_t count = 0;
  bool plain = true;
  for (std::string_view rest = text;;) {
    auto dot = rest.find('.');
    auto part = rest.substr(0, dot);
    if (count == 4 || part.empty() || !is_digit(part[0])) return false;
    auto value = parse_part(part, plain);
    if (!value) return false;
    parts[count++] = *value;
    if (dot == std::string_view::npos) break;
    rest.remove_prefix(dot + 1);
  }
  std::uint64_t address = parts[count - 1];
  if (address >= 1ULL << (8 * (5 - count))) return false;
  for (std::size_t i = 0; i + 1 < count; ++i) {
    if (parts[i] > 255) return false;
    address |= std::uint64_t{parts[i]} << (24 - 8 * i);
  }
  host.kind = HostKind::ipv4;
  host.decoded = !plain || count != 4;
  for (std::size_t i = 0; i < 4; ++i) host.address[i] = static_cast<std::uint8_t>(address >> (24 - 8 * i));
  std::array<char, INET_ADDRSTRLEN> shown{};
  inet_ntop(AF_INET, host.address.data(), shown.data(), shown.size());
  return host.assign(shown.data());
}

bool parse_ipv6(std::string_view text, ParsedHost& host) {
  text = text.substr(0, text.find('%'));  // the zone names an interface of the phone, not the peer
  std::array<char, INET6_ADDRSTRLEN + 1> copy{};
  if (text.empty() || text.size() > INET6_ADDRSTRLEN) return false;
  std::ranges::copy(text, copy.begin());
  if (inet_pton(AF_INET6, copy.data(), host.address.data()) != 1) return false;
  constexpr std::array<std::uint8_t, 12> mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  // How a phone in a mobile network without IPv4 reaches an IPv4 address. Source: RFC 6052, section 2.1.
  constexpr std::array<std::uint8_t, 12> translated = {0, 0x64, 0xFF, 0x9B};
  std::array<char, INET6_ADDRSTRLEN> shown{};
  host.decoded = std::equal(translated.begin(), translated.end(), host.address.begin());
  if (host.decoded || std::equal(mapped.begin(), mapped.end(), host.address.begin())) {
    std::copy_n(host.address.begin() + 12, 4, host.address.begin());
    std::fill(host.address.begin() + 4, host.address.end(), std::uint8_t{0});
    host.kind = HostKind::ipv4;
    inet_ntop(AF_INET, host.address.data(), shown.data(), shown.size());
  } else {
    host.kind = HostKind::ipv6;
    inet_ntop(AF_INET6, host.address.data(), shown.data(), shown.size());
  }
  return host.assign(shown.data());
}

/// The last label decides whether browsers read a host as a number.
bool ends_in_number(std::string_view text) {
  auto label = text.substr(text.rfind('.') + 1);
  return !label.empty() && is_digit(label[0]) &&
         (std::ranges::all_of(label, is_digit) || label.starts_with("0x") || label.starts_with("0X"));
}

std::optional<ParsedHost> parse_name(std::string_view text) {
  ParsedHost host;
  std::string mapped;
  if (text.find('%') != std::string_view::npos) text = mapped = percent_decode(text);
  if (!is_ascii(text)) {
    if (text.size() > 1024 || text.find('\0') != std::string_view::npos) return std::nullopt;
    if (auto ascii = unicode_to_ascii(text)) {
      mapped = std::move(*ascii);
    } else {
      host.idna_failed = true;
      mapped = to_lower_ascii(text);
    }
    text = mapped;
  }
  while (text.ends_with('.')) text.remove_suffix(1);
  if (text.empty() || text.size() > 253 || text[0] == '.') return std::nullopt;
  if (ends_in_number(text) && parse_ipv4(text, host)) return host;
  std::array<char, 253> lowered;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (forbidden[static_cast<std::uint8_t>(text[i])]) return std::nullopt;
    lowered[i] = to_lower_ascii(text[i]);
  }
  host.assign({lowered.data(), text.size()});
  return host;
}

}  // namespace

bool ParsedHost::assign(std::string_view text) {
  if (text.size() > text_.size()) return false;
  std::ranges::copy(text, text_.begin());
  size_ = static_cast<std::uint8_t>(text.size());
  return true;
}

bool ParsedHost::assign_plain(std::string_view text) {
  while (text.ends_with('.')) text.remove_suffix(1);
  if (text.empty() || text.size() > 253 || text[0] == '.') return false;
  bool plain = true;
  std::size_t label = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = plain_character[static_cast<std::uint8_t>(text[i])];
    plain &= c != '\0';
    if (c == '.') label = i + 1;
    text_[i] = c;
  }
  size_ = static_cast<std::uint8_t>(text.size());
  return plain && !is_digit(text_[label]);
}

std::optional<ParsedHost> parse_host(std::string_view text) {
  if (std::optional<ParsedHost> host(std::in_place); host->assign_plain(text)) return host;
  text = trim(text);
  if (auto at = text.rfind('@'); at != std::string_view::npos) text.remove_prefix(at + 1);
  if (text.starts_with('[')) {
    ParsedHost host;
    auto close = text.find(']');
    if (close == std::string_view::npos || !parse_ipv6(text.substr(1, close - 1), host)) return std::nullopt;
    return host;
  }
  auto colon = text.find(':');
  if (colon != std::string_view::npos) {
    if (text.find(':', colon + 1) != std::string_view::npos) {
      ParsedHost host;
      if (parse_ipv6(text, host)) return host;
      return std::nullopt;
    }
    if (!std::ranges::all_of(text.substr(colon + 1), is_digit)) return std::nullopt;
    text = text.substr(0, colon);
  }
  return parse_name(text);
}

std::optional<ParsedHost> host_of_url(std::string_view url) {
  if (auto begin = usual_authority(url); begin != 0) {
    auto end = begin;
    while (end < url.size() && plain_character[static_cast<std::uint8_t>(url[end])] != '\0') ++end;
    bool ends = end == url.size() || url[end] == '/' || url[end] == '?' || url[end] == '#';
    if (std::optional<ParsedHost> host(std::in_place);
        ends && host->assign_plain(url.substr(begin, end - begin)))
      return host;
  }
  // Browsers drop these wherever they stand in a URL, and they are a known way to hide a host.
  if (url.find_first_of("\t\r\n") != std::string_view::npos) {
    std::string copy(trim(url));
    std::erase_if(copy, [](char c) { return c == '\t' || c == '\r' || c == '\n'; });
    auto parts = split_url(copy);
    return parts ? parse_host(parts->authority) : std::nullopt;
  }
  auto parts = split_url(url);
  return parts ? parse_host(parts->authority) : std::nullopt;
}

std::string_view without_www(std::string_view host) {
  if (!host.starts_with("www.") || host.find('.', 4) == std::string_view::npos) return host;
  return host.substr(4);
}

}  // namespace bridle
