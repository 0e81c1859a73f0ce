#include "formats/json_list.h"

#include <fmt/format.h>

#include "formats/json_elements.h"

namespace bridle {

Result<> each_json_element(std::string_view text, const JsonListWords& words, const JsonListVisitor& visit) {
  JsonElements list(text);
  if (!list.is_list()) return fail(Fault::malformed, fmt::format("{} is no JSON array", words.list));
  simdjson::dom::parser parser;
  while (auto one = list.next()) {
    if (one->cut_off) {
      visit.skip(one->index,
                 {Fault::truncated, fmt::format("the {} ends inside {}", words.kind, words.element)});
      break;
    }
    simdjson::dom::element value;
    if (parser.parse(with_plain_numbers(one->text)).get(value) == simdjson::SUCCESS)
      visit.element(one->index, value);
    else
      visit.skip(one->index, {Fault::malformed, fmt::format("{} that is no JSON", words.element)});
  }
  return {};
}

std::optional<std::string_view> json_text(simdjson::dom::element object, std::string_view key) {
  std::string_view text;
  if (object[key].get(text) != simdjson::SUCCESS || text.empty()) return std::nullopt;
  return text;
}

std::optional<std::int64_t> json_integer(simdjson::dom::element object, std::string_view key) {
  std::int64_t number = 0;
  if (object[key].get(number) != simdjson::SUCCESS) return std::nullopt;
  return number;
}

}  // namespace bridle
