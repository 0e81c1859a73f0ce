#include "findings/matched_indicator.h"

#include <simdjson.h>

#include <algorithm>
#include <set>

#include "indicators/indicator.h"

namespace bridle {
namespace {

// The strings of a JSON array: of the items themselves, or of their member `key`.
std::vector<std::string> strings_of(std::string_view json, const char* key) {
  simdjson::dom::parser parser;
  simdjson::dom::array list;
  std::set<std::string> found;
  if (parser.parse(json.data(), json.size()).get(list) != simdjson::SUCCESS) return {};
  for (simdjson::dom::element item : list) {
    std::string_view text;
    auto error = key == nullptr ? item.get(text) : item[key].get(text);
    if (error == simdjson::SUCCESS) found.emplace(text);
  }
  return {found.begin(), found.end()};
}

// Whether a published condition asks for several records: brackets outside of quotes, or a repetition.
bool spans_records(std::string_view pattern) {
  bool quoted = false;
  std::size_t brackets = 0, last = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (quoted && pattern[i] == '\\')
      ++i;
    else if (pattern[i] == '\'')
      quoted = !quoted;
    else if (!quoted && pattern[i] == '[')
      ++brackets;
    else if (!quoted && pattern[i] == ']')
      last = i;
  }
  return brackets > 1 || pattern.find("REPEATS", last) != std::string_view::npos;
}

}  // namespace

Result<std::map<std::int64_t, MatchedIndicator>> matched_indicators(const CaseStore& store,
                                                                    std::int64_t revision) {
  auto select = TRY(store.database().prepare(
      "SELECT id, stix_id, type, value, attributions, notes, tlp, valid_until, confidence, class, "
      "collisions, "
      "CASE WHEN valid_from_published THEN NULL ELSE valid_from END FROM indicator WHERE revision = ?"));
  select.bind(1, revision);
  std::map<std::int64_t, MatchedIndicator> all;
  while (TRY(select.step())) {
    MatchedIndicator& i = all[select.integer(0)];
    i.stix_id = select.text(1);
    i.type = select.text(2);
    i.value = select.text(3);
    i.campaigns = strings_of(select.text(4), "name");
    i.notes = strings_of(select.text(5), nullptr);
    if (select.text(6) != "none") i.tlp = select.text(6);
    if (!select.is_null(7)) i.valid_until = select.integer(7);
    if (!select.is_null(8)) i.confidence = select.integer(8);
    auto about = std::ranges::find(indicator_class_names, select.text(9));
    if (about != std::end(indicator_class_names))
      i.about = static_cast<IndicatorClass>(about - std::begin(indicator_class_names));
    i.collisions = strings_of(select.text(10), nullptr);
    if (!select.is_null(11)) i.valid_from = select.integer(11);
    i.sequence = i.type == "pattern" && spans_records(i.value);
    for (const std::string& name : i.campaigns) i.campaign += name + '\n';
    if (i.campaigns.empty()) i.campaign = "indicator " + i.type + " " + i.value;
  }
  return all;
}

std::string stricter_tlp(std::string a, std::string b) {
  auto rank = [](std::string_view text) {
    int at = 0;
    for (Tlp tlp : {Tlp::clear, Tlp::green, Tlp::amber, Tlp::amber_strict, Tlp::red})
      if (++at; text == name(tlp)) return at;
    return 0;
  };
  return rank(a) < rank(b) ? b : a;
}

}  // namespace bridle
