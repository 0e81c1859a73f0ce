#include "formats/json_elements.h"

#include <algorithm>

#include "base/text.h"

namespace bridle {
namespace {

// The length of the JSON value at the front; nothing when the text ends inside it.
std::optional<std::size_t> length_of(std::string_view text) {
  std::size_t depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (quoted) {
      if (c == '\\')
        ++i;
      else if (c == '"')
        quoted = false;
      if (!quoted && depth == 0) return i + 1;
      continue;
    }
    if (c == '"') quoted = true;
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') {
      if (depth == 0) return std::max<std::size_t>(i, 1);  // one too many is an element of its own
      if (--depth == 0) return i + 1;
    }
    if (depth == 0 && !quoted && (c == ',' || is_space(c))) return i;
  }
  return std::nullopt;
}

}  // namespace

JsonElements::JsonElements(std::string_view text) : rest_(trim(text)) {
  is_list_ = rest_.starts_with('[') || rest_.starts_with('{') || rest_.starts_with('"');
  if (rest_.starts_with('[')) rest_.remove_prefix(1);
}

std::optional<JsonElement> JsonElements::next() {
  if (!is_list_) return std::nullopt;
  while (!rest_.empty() && (rest_.front() == ',' || is_space(rest_.front()))) rest_.remove_prefix(1);
  // A brace too many ends the list only when nothing stands behind it: else that would be lost unsaid.
  if (rest_.empty() || rest_.front() == ']' || trim(rest_) == "}") return std::nullopt;
  auto length = length_of(rest_);
  JsonElement element{index_++, rest_.substr(0, length.value_or(rest_.size())), !length};
  rest_.remove_prefix(element.text.size());
  return element;
}

std::string with_plain_numbers(std::string_view json) {
  constexpr std::size_t most_digits = 18;
  std::string out;
  bool quoted = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    char c = json[i];
    if (quoted && c == '\\' && i + 1 < json.size()) {
      out += c;
      out += json[++i];
      continue;
    }
    if (c == '"') quoted = !quoted;
    if (quoted || !is_digit(c)) {
      out += c;
      continue;
    }
    auto end = std::min(json.find_first_not_of("0123456789", i), json.size());
    bool is_whole = end == json.size() || !std::string_view(".eE").contains(json[end]);
    // Digits behind a point or a sign are no number of their own.
    char before = i == 0 ? ' ' : json[i - 1];
    bool stands_alone = is_space(before) || std::string_view(":,[").contains(before);
    bool quote = end - i > most_digits && is_whole && stands_alone;
    if (quote) out += '"';
    out += json.substr(i, end - i);
    if (quote) out += '"';
    i = end - 1;
  }
  return out;
}

}  // namespace bridle
