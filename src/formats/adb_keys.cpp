#include "formats/adb_keys.h"

#include <fmt/format.h>
#include <pugixml.hpp>

#include <array>

#include "base/base64.h"
#include "base/sha256.h"
#include "base/text.h"
#include "formats/abx.h"

namespace bridle {
namespace {

constexpr std::string_view lost = "\uFFFD";         // what a destroyed byte became
constexpr std::string_view first_of_key = "QAAAA";  // 64 words of modulus, little-endian
constexpr std::size_t key_limit = 10'000;
constexpr std::size_t key_size_limit = 4096;

std::string fingerprint_of(std::string_view key) {
  auto bytes = from_base64(key);
  if (!bytes || bytes->empty()) return {};
  std::string digits = md5_hex(*bytes), text;
  for (std::size_t i = 0; i < digits.size(); i += 2)
    text += fmt::format("{}{:02X}", i == 0 ? "" : ":", std::stoi(digits.substr(i, 2), nullptr, 16));
  return text;
}

std::optional<std::int64_t> milliseconds(std::string_view text) {
  auto number = parse_integer(text);
  return number ? std::optional(*number) : std::nullopt;
}

void add(std::vector<AdbKey>& keys, std::string_view line, std::string_view moment) {
  auto key = parse_adb_key(line);
  if (!key || keys.size() >= key_limit) return;
  key->last_connected_ms = milliseconds(moment);
  keys.push_back(std::move(*key));
}

void collect(std::vector<AdbKey>& keys, const pugi::xml_node& parent, int depth) {
  for (const pugi::xml_node& element : parent) {
    if (std::string_view(element.name()) == "adbKey")
      add(keys, element.attribute("key").value(), element.attribute("lastConnection").value());
    else if (depth < 4)
      collect(keys, element, depth + 1);
  }
}

Result<std::vector<AdbKey>> from_xml(std::string_view text) {
  std::vector<AdbKey> keys;
  pugi::xml_document document;
  if (text.size() > 4'000'000) return fail(Fault::limit, "key store is too large");
  auto parsed = document.load_buffer(text.data(), text.size(), pugi::parse_default | pugi::parse_fragment);
  collect(keys, document, 0);
  if (!parsed && keys.empty()) return fail(Fault::malformed, "key store is no XML");
  return keys;
}

Result<std::vector<AdbKey>> from_abx(std::string_view text) {
  std::vector<AdbKey> keys;
  auto reader = TRY(AbxReader::open(as_bytes(text)));
  while (auto element = TRY(reader.next()))
    if (element->name == "adbKey")
      add(keys, element->attribute("key").value_or(""), element->attribute("lastConnection").value_or(""));
  return keys;
}

// The bytes at the front, nothing for a lost one. Fewer than wanted when the text ends.
std::vector<std::optional<std::uint8_t>> take(std::string_view& text, std::size_t wanted) {
  std::vector<std::optional<std::uint8_t>> bytes;
  while (bytes.size() < wanted && !text.empty()) {
    bool gone = text.starts_with(lost);
    bytes.push_back(gone ? std::nullopt : std::optional(static_cast<std::uint8_t>(text[0])));
    text.remove_prefix(gone ? lost.size() : 1);
  }
  return bytes;
}

// A lost byte was at least 0x80. From the front, each takes the largest value that keeps the whole below the
// limit; the bytes behind it can at most be what they are, or 0xFF where they are lost too.
std::optional<std::int64_t> latest_moment(const std::vector<std::optional<std::uint8_t>>& bytes,
                                          std::int64_t limit) {
  std::uint64_t value = 0;
  for (const auto& byte : bytes) value = value << 8 | byte.value_or(0x80);
  if (value > static_cast<std::uint64_t>(limit)) return std::nullopt;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i]) continue;
    std::size_t shift = 8 * (bytes.size() - 1 - i);
    std::uint64_t step = std::uint64_t{1} << shift;
    for (int more = 0; more < 0x7F && value + step <= static_cast<std::uint64_t>(limit); ++more)
      value += step;
  }
  return static_cast<std::int64_t>(value);
}

// What stands behind a key: the token of an attribute, its name (new, or by number), a 64-bit number.
void read_moment(std::string_view text, std::optional<std::int64_t> latest, AdbKey& key) {
  constexpr std::string_view name = "lastConnection";
  auto token = take(text, 1);
  if (token.empty() || token[0]) return;  // 0x8F is always lost
  std::string_view before = text;
  auto index = take(text, 2);
  if (index.size() < 2) return;
  if (!index[0] && !index[1]) {
    (void)take(text, 2);
    if (!text.starts_with(name)) return;
    text.remove_prefix(name.size());
  } else if (before.starts_with(name)) {
    return;
  }
  auto bytes = take(text, 8);
  if (bytes.size() < 8) return;
  bool whole = true;
  for (const auto& byte : bytes) whole = whole && byte.has_value();
  std::int64_t limit = latest.value_or(4'102'444'800'000);  // the year 2100
  auto moment = latest_moment(bytes, limit);
  (whole ? key.last_connected_ms : key.no_later_than_ms) = moment;
}

// Only keys are sure to be found in damaged binary XML: they are plain text.
std::vector<AdbKey> salvage(std::string_view text, std::optional<std::int64_t> latest) {
  std::vector<AdbKey> keys;
  for (auto at = text.find(first_of_key); at != std::string_view::npos && keys.size() < key_limit;) {
    auto rest = text.substr(at);
    std::size_t size = 0;
    while (size < rest.size() && size < key_size_limit && rest[size] >= ' ' && rest[size] <= '~') ++size;
    if (auto key = parse_adb_key(rest.substr(0, size))) {
      read_moment(rest.substr(size), latest, *key);
      keys.push_back(std::move(*key));
    }
    at = text.find(first_of_key, at + std::max<std::size_t>(size, 1));
  }
  return keys;
}

}  // namespace

Result<AdbKey> parse_adb_key(std::string_view line) {
  line = trim(line);
  if (line.empty()) return fail(Fault::malformed, "no key");
  auto blank = line.find(' ');
  AdbKey key{.key = std::string(line.substr(0, blank))};
  if (blank != std::string_view::npos) key.user = trim(line.substr(blank));
  key.fingerprint = fingerprint_of(key.key);
  return key;
}

Result<std::vector<AdbKey>> read_adb_key_store(std::string_view text, std::optional<std::int64_t> latest_ms) {
  if (text.starts_with("ABX")) {
    auto whole = text.contains(lost) ? fail(Fault::malformed, "binary XML is damaged") : from_abx(text);
    if (whole) return whole;
    return salvage(text, latest_ms);
  }
  return from_xml(text);
}

}  // namespace bridle
