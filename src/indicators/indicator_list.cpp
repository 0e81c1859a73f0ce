#include <algorithm>

#include "base/text.h"
#include "indicators/host.h"
#include "indicators/indicator_table.h"

namespace bridle {
namespace {

constexpr std::string_view type_directive = "type:";

std::string_view without_comment(std::string_view line) {
  for (auto at = line.find('#'); at != std::string_view::npos; at = line.find('#', at + 1))
    if (at == 0 || is_space(line[at - 1])) return trim(line.substr(0, at));  // a URL may hold a "#"
  return trim(line);
}

}  // namespace

LineValue value_of_line(std::string_view line) {
  auto value = without_comment(line);
  for (std::string_view nowhere : {"0.0.0.0", "127.0.0.1", "::1", "::"})
    if (value.starts_with(nowhere) && value.size() > nowhere.size() && is_space(value[nowhere.size()]))
      value = trim(value.substr(nowhere.size()));
  return {value, type_by_look(value)};
}

void read_indicator_list(std::string_view text, PublishedValues& out) {
  std::optional<IndicatorType> given;
  for (Lines lines(text); auto line = lines.next();) {
    auto content = trim(line->text);
    if (content.starts_with('#')) {
      auto comment = trim(content.substr(1));
      if (comment.starts_with(type_directive)) given = type_of_word(comment.substr(type_directive.size()));
      continue;
    }
    auto [value, type] = value_of_line(content);
    if (value.empty()) continue;
    out.item("line", static_cast<std::uint64_t>(line->number));
    if (given) type = given;
    if (!type) {
      out.reject(
          value,
          "cannot tell what kind of value this is: say so in a line \"# type: …\" above, or use a CSV");
      continue;
    }
    auto& indicator = out.add(*type, value);
    if (!given && *type == IndicatorType::app_id)
      indicator.add_details().notes.emplace_back("taken for the id of an app by its look");
  }
}

}  // namespace bridle
