#include "patterns/tokens.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"
#include "patterns/moment.h"

namespace bridle {
namespace {

constexpr bool begins_word(char c) {
  return is_alpha(c) || c == '_';
}
constexpr bool in_word(char c) {
  return is_alnum(c) || c == '_' || c == '-';
}

std::unexpected<Error> bad(std::string_view what, std::size_t offset) {
  return fail(Fault::malformed, fmt::format("{} at byte {}", what, offset));
}

/// White space that published patterns hold beside ASCII: no-break space and byte order mark.
std::size_t space_length(std::string_view text) {
  if (is_space(text[0])) return 1;
  if (text.starts_with("\xC2\xA0")) return 2;
  if (text.starts_with("\xEF\xBB\xBF") || text.starts_with("\xE3\x80\x80")) return 3;
  return 0;
}

bool is_base64(std::string_view text) {
  auto padding = text.size() - std::min(text.size(), text.find_last_not_of('=') + 1);
  auto symbol = [](char c) { return is_alnum(c) || c == '+' || c == '/'; };
  return text.size() % 4 == 0 && padding <= 2 &&
         std::ranges::all_of(text.substr(0, text.size() - padding), symbol);
}

bool is_hex(std::string_view text) {
  auto digit = [](char c) { return is_digit(c) || (to_lower_ascii(c) >= 'a' && to_lower_ascii(c) <= 'f'); };
  return text.size() % 2 == 0 && std::ranges::all_of(text, digit);
}

}  // namespace

Result<> PatternTokens::skip_space() {
  while (at_ < pattern_.size()) {
    auto rest = pattern_.substr(at_);
    if (std::size_t length = space_length(rest)) {
      at_ += length;
    } else if (rest.starts_with("//")) {
      at_ = std::min(pattern_.size(), pattern_.find_first_of("\r\n", at_));
    } else if (rest.starts_with("/*")) {
      auto end = pattern_.find("*/", at_ + 2);
      if (end == std::string_view::npos) return bad("comment without end", at_);
      at_ = end + 2;
    } else {
      break;
    }
  }
  return {};
}

Result<PatternToken> PatternTokens::quoted(PatternToken token, std::size_t open) {
  char quote = pattern_[open];
  std::size_t i = open + 1;
  for (;; ++i) {
    // Plain runs are copied in one piece; escapes are rare.
    auto stop = std::min(pattern_.size(), pattern_.find_first_of(quote == '"' ? "\"\\" : "'\\", i));
    token.value.append(pattern_.substr(i, stop - i));
    i = stop;
    if (i >= pattern_.size()) return bad("string without end", open);
    if (pattern_[i] == quote) break;
    if (i + 1 >= pattern_.size()) return bad("string without end", open);
    // The grammar allows any character after a backslash; it stands for itself.
    token.value += pattern_[++i];
  }
  at_ = i + 1;
  token.kind = PatternToken::Kind::string;
  token.text = pattern_.substr(token.offset, at_ - token.offset);
  return token;
}

Result<PatternToken> PatternTokens::prefixed(PatternToken token) {
  char prefix = pattern_[at_];
  token = TRY(quoted(std::move(token), at_ + 1));
  if (prefix == 't' && !moment_from_text(token.value)) return bad("malformed timestamp", token.offset);
  if (prefix == 'h' && !is_hex(token.value)) return bad("malformed hexadecimal literal", token.offset);
  if (prefix == 'b' && !is_base64(token.value)) return bad("malformed base64 literal", token.offset);
  token.kind = prefix == 't'   ? PatternToken::Kind::timestamp
               : prefix == 'h' ? PatternToken::Kind::hex
                               : PatternToken::Kind::binary;
  return token;
}

PatternToken PatternTokens::word(PatternToken token) {
  auto end = at_;
  while (end < pattern_.size() && in_word(pattern_[end])) ++end;
  token.kind = PatternToken::Kind::word;
  token.text = pattern_.substr(at_, end - at_);
  at_ = end;
  return token;
}

Result<PatternToken> PatternTokens::number(PatternToken token) {
  auto end = at_;
  auto digits = [&] {
    auto start = end;
    while (end < pattern_.size() && is_digit(pattern_[end])) ++end;
    return end - start;
  };
  if (pattern_[end] == '-' || pattern_[end] == '+') ++end;
  auto whole = digits();
  token.kind = PatternToken::Kind::integer;
  if (end + 1 < pattern_.size() && pattern_[end] == '.' && is_digit(pattern_[end + 1])) {
    ++end;
    digits();
    token.kind = PatternToken::Kind::real;
  } else if (whole == 0) {
    return bad("malformed number", at_);
  }
  if (end < pattern_.size() && begins_word(pattern_[end])) return bad("malformed number", at_);
  token.text = pattern_.substr(at_, end - at_);
  at_ = end;
  return token;
}

Result<PatternToken> PatternTokens::next() {
  TRY(skip_space());
  PatternToken token;
  token.offset = at_;
  if (at_ >= pattern_.size()) return token;
  char c = pattern_[at_];
  char after = at_ + 1 < pattern_.size() ? pattern_[at_ + 1] : '\0';
  if (c == '\'' || c == '"') return quoted(std::move(token), at_);
  if ((c == 't' || c == 'h' || c == 'b') && after == '\'') return prefixed(std::move(token));
  if (begins_word(c)) return word(std::move(token));
  if (is_digit(c) || c == '-' || c == '+' || (c == '.' && is_digit(after))) return number(std::move(token));
  token.kind = PatternToken::Kind::symbol;
  std::size_t length = 1;
  for (std::string_view pair : {"==", "!=", "<>", "<=", ">="})
    if (pattern_.substr(at_, 2) == pair) length = 2;
  if (length == 1 && std::string_view("[]().:,=<>*").find(c) == std::string_view::npos)
    return bad("unexpected character", at_);
  token.text = pattern_.substr(at_, length);
  at_ += length;
  return token;
}

}  // namespace bridle
