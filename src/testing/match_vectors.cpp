#include "testing/match_vectors.h"

#include <fmt/ranges.h>
#include <simdjson.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "indicators/links.h"
#include "testing/indicators.h"

namespace bridle::testing {
namespace {

using Json = simdjson::dom::element;

std::string text_of(const Json& vector, std::string_view key, std::string_view otherwise = "") {
  std::string_view text;
  return std::string(vector[key].get(text) ? otherwise : text);
}

/// A bundle of one pattern, of several, or of whole objects.
std::string bundle_in(const Json& indicator) {
  Json objects;
  if (!indicator["objects"].get(objects))
    return "{\"type\":\"bundle\",\"objects\":" + simdjson::minify(objects) + "}";
  std::vector<std::string> patterns;
  simdjson::dom::array several;
  if (indicator["patterns"].get(several))
    patterns.push_back(text_of(indicator, "pattern"));
  else
    for (Json pattern : several) patterns.emplace_back(pattern.get_string().value_unsafe());
  JsonWriter json;
  json.object().member("type", "bundle").key("objects").array();
  for (std::size_t i = 0; i < patterns.size(); ++i)
    json.object()
        .member("type", "indicator")
        .member("id", fmt::format("indicator--{}", i))
        .member("pattern_type", "stix")
        .member("pattern", patterns[i])
        .end();
  return json.end().end().take();
}

template <class Names>
Result<std::size_t> index_in(const Names& names, std::string_view wanted) {
  auto found = std::ranges::find(names, wanted);
  if (found == std::end(names)) return fail(Fault::malformed, fmt::format("unknown name {}", wanted));
  return static_cast<std::size_t>(found - std::begin(names));
}

Result<std::vector<Hit>> look_up(const Matcher& matcher, const Json& seen) {
  MatchContext context;
  context.platform = static_cast<Platform>(TRY(index_in(platform_names, text_of(seen, "platform", "any"))));
  std::uint64_t limit = 0;
  if (!seen["name_limit"].get(limit)) context.name_limit = static_cast<std::uint8_t>(limit);
  if (seen["executables"].get(context.executables)) context.executables = false;
  auto type = text_of(seen, "type"), value = text_of(seen, "value");
  std::vector<Hit> hits;
  if (type == "text") {
    for (const Link& link : find_links(value)) matcher.match(ObservableType::url, link.url, context, hits);
  } else {
    matcher.match(static_cast<ObservableType>(TRY(index_in(observable_type_names, type))), value, context,
                  hits);
  }
  return hits;
}

std::string answer(const IndicatorSet& set, const std::vector<Hit>& hits, bool with_names) {
  auto best = std::ranges::min_element(hits, {}, &Hit::grade);
  std::string out(best == hits.end() ? "none" : name(best->grade));
  if (!with_names) return out;
  std::set<std::string> names;
  for (const Hit& hit : hits)
    for (const auto& attribution : set.indicators[hit.indicator].attributions) names.insert(attribution.name);
  return fmt::format("{} ({})", out, fmt::join(names, ", "));
}

Result<VectorResult> run(const Json& vector, std::int64_t line) {
  Json indicator, seen;
  if (vector["indicator"].get(indicator) || vector["observation"].get(seen))
    return fail(Fault::malformed, "no indicator or no observation");
  auto set = load(bundle_in(indicator));
  auto hits = TRY(look_up(Matcher(set), seen));
  VectorResult out;
  out.line = line;
  out.indicator = simdjson::minify(indicator);
  out.value = text_of(seen, "value");
  out.reason = text_of(vector, "reason");
  out.expected = text_of(vector, "expect");
  simdjson::dom::array names;
  bool with_names = !vector["expect_names"].get(names);
  if (with_names) {
    std::set<std::string> wanted;
    for (Json name : names) wanted.emplace(name.get_string().value_unsafe());
    out.expected += fmt::format(" ({})", fmt::join(wanted, ", "));
  }
  out.given = answer(set, hits, with_names);
  if (out.expected.empty() || out.reason.empty())
    return fail(Fault::malformed, "no expectation or no reason");
  return out;
}

}  // namespace

Result<std::vector<VectorResult>> run_match_vectors(std::string_view jsonl) {
  std::vector<VectorResult> out;
  simdjson::dom::parser parser;
  for (Lines lines(jsonl); auto line = lines.next();) {
    Json vector;
    if (parser.parse(line->text.data(), line->text.size()).get(vector))
      return fail(Fault::malformed, fmt::format("line {} is no JSON", line->number));
    auto result = run(vector, line->number);
    if (!result)
      return fail(Fault::malformed, fmt::format("line {}: {}", line->number, result.error().message));
    out.push_back(std::move(*result));
  }
  return out;
}

}  // namespace bridle::testing
