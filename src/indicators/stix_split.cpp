#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "indicators/indicator_format.h"
#include "indicators/json_brackets.h"
#include "indicators/stix_objects.h"

namespace bridle {
namespace {

/// A set of characters to search for; far faster than find_first_of on long text.
class CharacterSet {
 public:
  constexpr explicit CharacterSet(std::string_view members) {
    for (char c : members) member_[static_cast<std::uint8_t>(c)] = true;
  }
  /// Where the next member stands, or the end of the text.
  std::size_t find(std::string_view text, std::size_t from) const {
    while (from < text.size() && !member_[static_cast<std::uint8_t>(text[from])]) ++from;
    return std::min(from, text.size());
  }

 private:
  std::array<bool, 256> member_{};
};
constexpr CharacterSet scalar_ends(",]} \t\r\n");
constexpr CharacterSet string_stops("\"\\");

/// Walks JSON text at the level of brackets and strings. Whether what lies between is valid is not its
/// business.
class Walker {
 public:
  explicit Walker(std::string_view text) : text_(text) {}

  char peek() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  bool take(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  std::size_t at() const { return at_; }

  /// The text of the next value. Faults: truncated, malformed.
  Result<std::string_view> value() {
    char first = peek();
    auto start = at_;
    if (first == '"') {
      TRY(string());
    } else if (first == '{' || first == '[') {
      TRY(brackets());
    } else {
      at_ = scalar_ends.find(text_, at_);
      if (at_ == start) return broken("no value");
    }
    return text_.substr(start, at_ - start);
  }

  std::unexpected<Error> broken(std::string_view what) const {
    if (at_ >= text_.size()) return fail(Fault::truncated, "file ends inside its list of objects");
    return fail(Fault::malformed, fmt::format("{} at byte {}", what, at_));
  }

 private:
  Result<> string() {
    for (++at_;; at_ += 2) {
      at_ = string_stops.find(text_, at_);
      if (at_ >= text_.size()) return broken("string");
      if (text_[at_] == '"') break;
    }
    ++at_;
    return {};
  }
  Result<> brackets() {
    at_ = std::min(end_of_brackets(text_, at_), text_.size() + 1);
    if (at_ > text_.size()) return broken("bracket");
    return {};
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

/// After the opening bracket of a list.
Result<> list(Walker& walker, const std::function<bool(std::string_view)>& visit) {
  if (walker.take(']')) return {};
  for (;;) {
    if (!visit(TRY(walker.value()))) return {};
    if (walker.take(']')) return {};
    if (!walker.take(',')) return walker.broken("list of objects breaks off");
  }
}

}  // namespace

namespace {

Result<> walk_file(Walker& walker, std::string_view json,
                   const std::function<void(std::string_view)>& visit) {
  auto each = [&](std::string_view object) {
    visit(object);
    return true;
  };
  if (walker.take('[')) return list(walker, each);
  auto start = walker.at();
  if (!walker.take('{')) return fail(Fault::malformed, "not a JSON object or list");
  bool typed = false, found = false;
  while (!walker.take('}')) {
    if (walker.peek() != '"') return walker.broken("no property name");
    auto key = TRY(walker.value());
    if (!walker.take(':')) return walker.broken("no colon");
    typed = typed || key == "\"type\"";
    if (key == "\"objects\"") {
      if (!walker.take('[')) return fail(Fault::malformed, "\"objects\" is not a list");
      found = true;
      TRY(list(walker, each));
    } else {
      TRY(walker.value());
    }
    if (!walker.take(',') && walker.peek() != '}') return walker.broken("no comma");
  }
  if (found) return {};
  if (!typed) return fail(Fault::malformed, "no list of objects in the file");
  visit(json.substr(start, walker.at() - start));  // one object by itself, as TAXII stores keep them
  return {};
}

}  // namespace

Result<> for_each_json_item(std::string_view json, const std::function<bool(std::string_view)>& visit) {
  Walker walker(json);
  if (!walker.take('[')) return fail(Fault::malformed, "not a JSON list");
  return list(walker, visit);
}

namespace {

/// `early`: visit before the value is walked over, with everything behind the colon.
Result<> members(std::string_view json, bool early,
                 const std::function<bool(std::string_view, std::string_view)>& visit) {
  Walker walker(json);
  if (!walker.take('{')) return fail(Fault::malformed, "not a JSON object");
  while (!walker.take('}')) {
    if (walker.peek() != '"') return walker.broken("no property name");
    auto key = TRY(walker.value());
    if (!walker.take(':')) return walker.broken("no colon");
    (void)walker.peek();  // over blanks
    if (early && !visit(key, json.substr(walker.at()))) return {};
    auto value = TRY(walker.value());
    if (!early && !visit(key, value)) return {};
    if (!walker.take(',') && walker.peek() != '}') return walker.broken("no comma");
  }
  return {};
}

}  // namespace

Result<> for_each_json_member(std::string_view json,
                              const std::function<bool(std::string_view, std::string_view)>& visit) {
  return members(json, false, visit);
}

Result<> for_each_json_key(std::string_view json,
                           const std::function<bool(std::string_view, std::string_view)>& visit) {
  return members(json, true, visit);
}

Result<> for_each_stix_object(std::string_view json, const std::function<void(std::string_view)>& visit) {
  Walker walker(json);
  TRY(walk_file(walker, json, visit));
  if (walker.peek() != '\0' || walker.at() < json.size())
    return walker.broken("more text behind the objects");
  return {};
}

}  // namespace bridle
