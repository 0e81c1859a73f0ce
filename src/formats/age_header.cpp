#include "formats/age_header.h"

#include <fmt/format.h>

#include <algorithm>

namespace bridle {
namespace {

constexpr std::string_view base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::size_t base64_column = 64;

class HeaderLines {
 public:
  explicit HeaderLines(std::string_view text) : text_(text) {}
  Result<std::string_view> next() {
    auto end = text_.find('\n', at_);
    if (end == std::string_view::npos) {
      if (text_.size() >= age_header_limit)
        return fail(Fault::limit, fmt::format("the age header is longer than {} bytes", age_header_limit));
      return fail(Fault::truncated, "the age header is cut off");
    }
    auto line = text_.substr(at_, end - at_);
    at_ = end + 1;
    return line;
  }
  std::size_t at() const { return at_; }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

Result<AgeStanza> stanza(std::string_view first, HeaderLines& lines) {
  AgeStanza stanza;
  first.remove_prefix(3);
  std::vector<std::string> words;
  for (;;) {
    auto blank = first.find(' ');
    words.emplace_back(first.substr(0, blank));
    auto printable = [](char c) { return c > ' ' && c < '\x7f'; };
    if (words.back().empty() || !std::ranges::all_of(words.back(), printable))
      return fail(Fault::malformed, "a recipient of the age header is damaged");
    if (blank == std::string_view::npos) break;
    first.remove_prefix(blank + 1);
  }
  stanza.type = words.front();
  stanza.arguments.assign(words.begin() + 1, words.end());
  for (;;) {
    auto line = TRY(lines.next());
    if (line.size() > base64_column) return fail(Fault::malformed, "a key of the age header is damaged");
    stanza.body += TRY(from_age_base64(line));
    if (line.size() < base64_column) return stanza;
  }
}

}  // namespace

Result<AgeHeader> parse_age_header(Bytes head) {
  std::string_view text = as_text(head.first(std::min(head.size(), age_header_limit)));
  if (text.starts_with("-----BEGIN AGE ENCRYPTED FILE-----"))
    return fail(Fault::unsupported, "the age file is in text armour: take it off with `age --decrypt` first");
  HeaderLines lines(text);
  if (TRY(lines.next()) != age_magic.substr(0, age_magic.size() - 1))
    return fail(Fault::unsupported, "it is no age file of version 1");
  AgeHeader header;
  for (;;) {
    std::size_t begin = lines.at();
    auto line = TRY(lines.next());
    if (line.starts_with("--- ")) {
      header.mac = TRY(from_age_base64(line.substr(4)));
      if (header.mac.size() != 32) return fail(Fault::malformed, "the age header's seal is damaged");
      header.authenticated = begin + 3;
      header.size = lines.at();
      if (header.stanzas.empty()) return fail(Fault::malformed, "the age header has no recipient");
      return header;
    }
    if (!line.starts_with("-> ")) return fail(Fault::malformed, "a line of the age header is none");
    if (header.stanzas.size() >= age_stanza_limit)
      return fail(Fault::limit, fmt::format("the age header has more than {} recipients", age_stanza_limit));
    header.stanzas.push_back(TRY(stanza(line, lines)));
  }
}

Result<std::string> from_age_base64(std::string_view text) {
  auto bad = [] { return fail(Fault::malformed, "base64 text of the age header is damaged"); };
  std::string bytes;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (char c : text) {
    auto digit = base64_digits.find(c);
    if (digit == std::string_view::npos) return bad();
    bits = bits << 6 | static_cast<std::uint32_t>(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xFF);
  }
  // What is left over must be less than a digit, and zero.
  if (count >= 6 || (bits & ((1u << count) - 1)) != 0) return bad();
  return bytes;
}

Result<std::array<std::uint8_t, 32>> parse_age_identity(std::string_view text) {
  constexpr std::string_view prefix = "AGE-SECRET-KEY-", digits = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  constexpr std::size_t checksum_digits = 6, key_digits = 52;
  auto bad = [] { return fail(Fault::malformed, "an identity is no age secret key (AGE-SECRET-KEY-1…)"); };
  if (!text.starts_with(prefix) || text.size() != prefix.size() + 1 + key_digits + checksum_digits ||
      text[prefix.size()] != '1')
    return bad();
  std::uint32_t check = 1;
  auto feed = [&](std::uint32_t value) {
    constexpr std::uint32_t generator[] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    std::uint32_t top = check >> 25;
    check = (check & 0x1ffffff) << 5 ^ value;
    for (unsigned i = 0; i < 5; ++i)
      if ((top >> i & 1) != 0) check ^= generator[i];
  };
  auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  for (char c : prefix) feed(static_cast<std::uint32_t>(lower(c)) >> 5);
  feed(0);
  for (char c : prefix) feed(static_cast<std::uint32_t>(lower(c)) & 31);
  std::array<std::uint8_t, 32> key{};
  std::uint32_t bits = 0;
  unsigned count = 0;
  std::size_t size = 0;
  std::string_view rest = text.substr(prefix.size() + 1);
  for (std::size_t i = 0; i < rest.size(); ++i) {
    if (rest[i] >= 'a' && rest[i] <= 'z') return bad();  // one case throughout
    auto digit = digits.find(lower(rest[i]));
    if (digit == std::string_view::npos) return bad();
    feed(static_cast<std::uint32_t>(digit));
    if (i >= key_digits) continue;
    bits = bits << 5 | static_cast<std::uint32_t>(digit);
    count += 5;
    if (count < 8) continue;
    count -= 8;
    key[size++] = static_cast<std::uint8_t>(bits >> count & 0xFF);
  }
  if (check != 1 || size != key.size() || (bits & ((1u << count) - 1)) != 0) return bad();
  return key;
}

}  // namespace bridle
