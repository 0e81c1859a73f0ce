#include "base/text.h"

#include <cstring>

#include <charconv>

namespace bridle {

std::optional<Line> Lines::next() {
  if (rest_.empty()) return std::nullopt;
  auto end = rest_.find('\n');
  auto text = rest_.substr(0, end);
  rest_ = end == std::string_view::npos ? std::string_view{} : rest_.substr(end + 1);
  if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
  return Line{++number_, text};
}

std::optional<std::string_view> between(std::string_view text, std::string_view before,
                                        std::string_view after) {
  auto start = text.find(before);
  if (start == std::string_view::npos) return std::nullopt;
  start += before.size();
  auto end = text.find(after, start);
  if (end == std::string_view::npos) return std::nullopt;
  return text.substr(start, end - start);
}

Result<std::int64_t> parse_integer(std::string_view text) {
  std::int64_t value = 0;
  if (text.starts_with('+')) text.remove_prefix(1);
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc::result_out_of_range) return fail(Fault::limit, "integer does not fit 64 bits");
  if (error != std::errc{} || end != text.data() + text.size())
    return fail(Fault::malformed, "not an integer");
  return value;
}

char32_t take_code_point(std::string_view& text) {
  auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  std::uint8_t first = byte(0);
  if (first < 0x80) {
    text.remove_prefix(1);
    return first;
  }
  std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
  bool valid = first >= 0xC2 && first <= 0xF4 && length <= text.size();
  char32_t value = first & (0x7Fu >> length);
  for (std::size_t i = 1; valid && i < length; ++i) {
    valid = (byte(i) & 0xC0) == 0x80;
    value = value << 6 | (byte(i) & 0x3Fu);
  }
  valid = valid && value >= smallest[length] && value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
  text.remove_prefix(valid ? length : 1);
  return valid ? value : U'\uFFFD';
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    // Most text is ASCII: eight bytes at a time.
    for (std::uint64_t eight = 0; text.size() >= 8; text.remove_prefix(8)) {
      std::memcpy(&eight, text.data(), 8);
      if ((eight & 0x8080808080808080) != 0) break;
    }
    if (text.empty()) break;
    if (static_cast<std::uint8_t>(text[0]) < 0x80) {
      text.remove_prefix(1);
      continue;
    }
    std::size_t before = text.size();
    if (take_code_point(text) == U'\uFFFD' && before - text.size() == 1) return false;
  }
  return true;
}

void append_utf8(std::string& text, char32_t c) {
  if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = U'\uFFFD';
  auto add = [&](char32_t byte) { text += static_cast<char>(static_cast<std::uint8_t>(byte)); };
  if (c < 0x80) {
    add(c);
  } else if (c < 0x800) {
    add(0xC0 | c >> 6);
    add(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    add(0xE0 | c >> 12);
    add(0x80 | (c >> 6 & 0x3F));
    add(0x80 | (c & 0x3F));
  } else {
    add(0xF0 | c >> 18);
    add(0x80 | (c >> 12 & 0x3F));
    add(0x80 | (c >> 6 & 0x3F));
    add(0x80 | (c & 0x3F));
  }
}

std::string to_utf8_lossy(std::string_view text) {
  if (is_utf8(text)) return std::string(text);
  std::string repaired;
  repaired.reserve(text.size() + 16);
  while (!text.empty()) append_utf8(repaired, take_code_point(text));
  return repaired;
}

namespace {
std::string from_utf16(Bytes bytes, std::uint64_t (*load)(Bytes, std::size_t)) {
  std::string text;
  text.reserve(bytes.size());
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    auto unit = static_cast<char32_t>(load(bytes.subspan(i, 2), 2));
    if (unit >= 0xD800 && unit < 0xDC00 && i + 3 < bytes.size()) {
      auto low = static_cast<char32_t>(load(bytes.subspan(i + 2, 2), 2));
      if (low >= 0xDC00 && low < 0xE000) {
        unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
        i += 2;
      }
    }
    append_utf8(text, unit);
  }
  return text;
}
}  // namespace

std::string utf8_from_utf16_be(Bytes bytes) {
  return from_utf16(bytes, load_big);
}
std::string utf8_from_utf16_le(Bytes bytes) {
  return from_utf16(bytes, load_little);
}

std::string to_lower_ascii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = to_lower_ascii(c);
  return lower;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

namespace {

bool is_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

}  // namespace

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t dash : {8U, 13U, 18U, 23U})
    if (text[dash] != '-') return false;
  return is_hex(text.substr(0, 8)) && is_hex(text.substr(9, 4)) && is_hex(text.substr(14, 4)) &&
         is_hex(text.substr(19, 4)) && is_hex(text.substr(24));
}

std::optional<std::string> canonical_uuid(std::string_view text) {
  std::string dashed(text);
  if (text.size() == 32)
    for (std::size_t dash : {8U, 13U, 18U, 23U}) dashed.insert(dash, "-");
  if (!is_uuid(dashed)) return std::nullopt;
  for (char& c : dashed)
    if (c >= 'a' && c <= 'f') c = static_cast<char>(c - 32);
  return dashed;
}

}  // namespace bridle
