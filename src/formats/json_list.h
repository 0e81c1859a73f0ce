#pragma once

#include <simdjson.h>

#include <functional>
#include <optional>
#include <string_view>

#include "base/result.h"

namespace bridle {

/// How a list and what stands in it are called in messages: "the list of apps", "list", "an app".
struct JsonListWords {
  std::string_view list, kind, element;
};

/// What a list of JSON values is read into. Both borrow: until the next call.
struct JsonListVisitor {
  std::function<void(std::size_t index, simdjson::dom::element)> element;
  /// An element that is no JSON (malformed), or inside which the text ends (truncated): the last then.
  std::function<void(std::size_t index, const Error&)> skip;
};

/// Parses each value of a list (formats/json_elements.h) by itself. Faults: malformed (no list at all).
Result<> each_json_element(std::string_view text, const JsonListWords& words, const JsonListVisitor& visit);

/// A member that is a text and not empty.
std::optional<std::string_view> json_text(simdjson::dom::element object, std::string_view key);
/// A member that is a whole number of 64 bits.
std::optional<std::int64_t> json_integer(simdjson::dom::element object, std::string_view key);

}  // namespace bridle
