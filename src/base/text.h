#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace bridle {

/// One line of a text file, without its line break. Borrows: the text given to Lines.
struct Line {
  std::int64_t number;  ///< from 1, or from where the text begins in a longer one
  std::string_view text;
};

/// Splits text at \n; a \r before it is cut off too. The last line may lack its break.
class Lines {
 public:
  /// `first` is the number of the first line, where the text is a piece of a longer one.
  explicit Lines(std::string_view text, std::int64_t first = 1) : rest_(text), number_(first - 1) {}
  std::optional<Line> next();

 private:
  std::string_view rest_;
  std::int64_t number_;
};

/// What stands between the first `before` and the next `after`. Borrows: `text`.
std::optional<std::string_view> between(std::string_view text, std::string_view before,
                                        std::string_view after);
/// Decimal, optional sign, nothing else. Faults: malformed; limit (does not fit 64 bits).
Result<std::int64_t> parse_integer(std::string_view text);

bool is_utf8(std::string_view text);
/// The same text with every byte that is no UTF-8 replaced by U+FFFD.
std::string to_utf8_lossy(std::string_view text);
/// UTF-8 of UTF-16 text; lone surrogates become U+FFFD; an odd last byte is dropped.
std::string utf8_from_utf16_be(Bytes bytes);
std::string utf8_from_utf16_le(Bytes bytes);
/// Appends one code point as UTF-8; anything that is no scalar value becomes U+FFFD.
void append_utf8(std::string& text, char32_t code_point);
/// Takes the first code point of UTF-8 text off its front; U+FFFD for a bad byte. `text` must not be empty.
char32_t take_code_point(std::string_view& text);

/// Whether text is a UUID as it is usually written: 8-4-4-4-12 hexadecimal digits of either case.
bool is_uuid(std::string_view text);
/// A UUID in upper case with its dashes, from that form or from 32 digits; nothing for other text.
std::optional<std::string> canonical_uuid(std::string_view text);

/// ASCII only: other bytes stay as they are, whatever the locale.
std::string to_lower_ascii(std::string_view text);
std::string_view trim(std::string_view text);
constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_alpha(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr bool is_alnum(char c) {
  return is_digit(c) || is_alpha(c);
}
constexpr bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}
constexpr char to_lower_ascii(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

}  // namespace bridle
