#include "indicators/prepared_indicator.h"

#include "base/text.h"
#include "indicators/normalise.h"
#include "indicators/stix_conditions.h"
#include "indicators/stix_pattern.h"
#include "indicators/stix_values.h"

namespace bridle {
namespace {

void prepare_value(Indicator&& indicator, const StixIndicator& from, Prepared& out) {
  auto published = indicator.type;
  PreparedValue value{.indicator = std::move(indicator), .published = published, .retyped = {}};
  value.indicator.platform = from.platform;
  value.indicator.revoked = from.revoked;
  value.retyped = normalise(value.indicator);
  if (value.retyped) value.lint = lint(published, value.indicator);
  out.values.push_back(std::move(value));
}

}  // namespace

Prepared prepare(const StixIndicator& from) {
  Prepared out;
  if (!from.has_pattern) {
    out.parsed = fail(Fault::malformed, "indicator without a pattern");
    return out;
  }
  if (from.plain) {
    Indicator indicator;
    indicator.type = *from.plain;
    indicator.value = from.pattern;
    indicator.directory = from.directory;
    prepare_value(std::move(indicator), from, out);
    return out;
  }
  auto type = to_lower_ascii(from.pattern_type);
  if (!type.empty() && type != "stix") {
    out.parsed = fail(Fault::unsupported, "pattern of type " + type + " is not evaluated");
    return out;
  }
  auto pattern = split_stix_pattern(from.pattern);
  if (!pattern) {
    out.parsed = fail(Fault::malformed, pattern.error().message);
    return out;
  }
  for (const PatternAtom& atom : pattern->atoms) {
    auto indicator = indicator_of_atom(atom);
    if (indicator)
      prepare_value(std::move(*indicator), from, out);
    else
      out.conditions.emplace_back(condition_of_atom(atom), indicator.error().message);
  }
  for (Pattern& condition : pattern->conditions) out.conditions.emplace_back(std::move(condition), "");
  return out;
}

}  // namespace bridle
