#include "formats/dumpsys_text.h"

#include <fmt/format.h>

namespace bridle {
namespace {

bool is_rule(std::string_view text) {
  return text.size() >= 70 && text.find_first_not_of('-') == std::string_view::npos;
}

// Where the value of a key begins.
std::optional<std::size_t> value_of(std::string_view text, std::string_view key) {
  for (auto at = text.find(key); at != std::string_view::npos; at = text.find(key, at + 1)) {
    auto end = at + key.size();
    bool begins = at == 0 || std::string_view(" \t{[(,;").contains(text[at - 1]);
    if (begins && end < text.size() && text[end] == '=') return end + 1;
  }
  return std::nullopt;
}

char closing(char open) {
  switch (open) {
    case '[':
      return ']';
    case '{':
      return '}';
    case '(':
      return ')';
    default:
      return '\0';
  }
}

}  // namespace

std::optional<DumpLine> DumpLines::next() {
  if (ahead_) {
    auto line = ahead_;
    ahead_.reset();
    return line;
  }
  while (!ended_) {
    auto line = lines_.next();
    if (!line) {
      ended_ = true;
      break;
    }
    auto text = trim(line->text);
    if (text.starts_with("--------- ") && text.contains(" was the duration of ")) {
      ended_ = true;
      break;
    }
    if (text.starts_with("*** SERVICE ") && text.contains(" DUMP TIMEOUT ")) {
      stopped_ = true;
      continue;
    }
    if (text.starts_with("Can't find service")) {
      missing_ = true;
      continue;
    }
    if (!started_ && (is_rule(text) || text.starts_with("DUMP OF SERVICE "))) continue;
    started_ = started_ || !text.empty();
    auto indent = line->text.find_first_not_of(' ');
    return DumpLine{line->number + before_, indent == std::string_view::npos ? 0 : indent, text};
  }
  return std::nullopt;
}

std::optional<DumpLine> DumpLines::peek() {
  if (!ahead_) ahead_ = next();
  return ahead_;
}

std::vector<std::string> DumpLines::notes() const {
  std::vector<std::string> notes;
  if (missing_) notes.emplace_back("the phone has no such service");
  if (stopped_) notes.emplace_back("the dump was stopped when its time was up: what follows is missing");
  if (unknown_ > 0)
    notes.push_back(fmt::format("lines of another form, which were passed over: {}", unknown_));
  return notes;
}

std::optional<std::string_view> dump_field(std::string_view text, std::string_view key) {
  auto at = value_of(text, key);
  if (!at) return std::nullopt;
  auto rest = text.substr(*at);
  return rest.substr(0, rest.find_first_of(" \t,;)]}"));
}

std::optional<std::string_view> dump_quoted(std::string_view text, std::string_view key) {
  auto at = value_of(text, key);
  if (!at || *at >= text.size() || text[*at] != '"') return std::nullopt;
  auto rest = text.substr(*at + 1);
  auto end = rest.find('"');
  if (end == std::string_view::npos) return std::nullopt;
  return rest.substr(0, end);
}

std::optional<std::string_view> dump_bracketed(std::string_view text, std::string_view key) {
  auto at = value_of(text, key);
  if (!at || *at >= text.size()) return std::nullopt;
  auto rest = text.substr(*at);
  char open = rest[0], close = closing(open);
  if (close == '\0') return std::nullopt;
  std::size_t depth = 0;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    if (rest[i] == open) ++depth;
    if (rest[i] == close && --depth == 0) return trim(rest.substr(1, i - 1));
  }
  return trim(rest.substr(1));  // cut off
}

std::optional<std::int64_t> dump_integer(std::string_view text, std::string_view key) {
  auto value = dump_field(text, key);
  auto number = value ? parse_integer(*value) : fail(Fault::absent, "no such field");
  return number ? std::optional(*number) : std::nullopt;
}

std::optional<bool> dump_boolean(std::string_view text, std::string_view key) {
  auto value = dump_field(text, key);
  if (value == "true") return true;
  if (value == "false") return false;
  return std::nullopt;
}

std::optional<std::int64_t> dump_duration_ms(std::string_view text) {
  bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text == "0") return 0;
  struct Unit {
    std::string_view name;
    std::int64_t milliseconds;
  };
  constexpr Unit units[] = {{"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1000}, {"ms", 1}};
  std::int64_t total = 0;
  if (text.empty()) return std::nullopt;
  while (!text.empty()) {
    auto digits = text.substr(0, text.find_first_not_of("0123456789"));
    auto letters = text.substr(digits.size());
    letters = letters.substr(0, letters.find_first_of("0123456789"));
    auto number = parse_integer(digits);
    std::int64_t part = 0;
    bool known = false;
    for (const Unit& unit : units)
      if (unit.name == letters && number) known = !__builtin_mul_overflow(*number, unit.milliseconds, &part);
    if (!known || __builtin_add_overflow(total, part, &total)) return std::nullopt;
    text.remove_prefix(digits.size() + letters.size());
  }
  return negative ? -total : total;
}

std::optional<std::int64_t> dump_uid(std::string_view text) {
  if (auto plain = parse_integer(text)) return *plain >= 0 ? std::optional(*plain) : std::nullopt;
  if (!text.starts_with('u')) return std::nullopt;
  auto letter = text.find_first_of("ais", 1);
  if (letter == std::string_view::npos) return std::nullopt;
  auto user = parse_integer(text.substr(1, letter - 1)), app = parse_integer(text.substr(letter + 1));
  if (!user || !app || *user < 0 || *user > 20'000 || *app < 0 || *app > 99'999) return std::nullopt;
  std::int64_t first = text[letter] == 'a' ? 10'000 : text[letter] == 'i' ? 90'000 : 0;
  return *user * 100'000 + first + *app;
}

std::optional<DumpComponent> dump_component(std::string_view text) {
  if (text.starts_with("ComponentInfo{")) text = text.substr(14, text.find('}') - 14);
  auto slash = text.find('/');
  if (slash == std::string_view::npos || slash == 0) return std::nullopt;
  auto package = text.substr(0, slash), name = text.substr(slash + 1);
  return DumpComponent{package,
                       (name.starts_with('.') ? std::string(package) : std::string()) + std::string(name)};
}

bool is_package_name(std::string_view text) {
  bool word = false;
  for (char c : text) {
    if (c == '.' && !word) return false;
    if (c != '.' && c != '_' && !is_alnum(c)) return false;
    word = c != '.';
  }
  return word && text.size() <= 255;
}

}  // namespace bridle
