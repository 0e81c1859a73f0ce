#include "indicators/stix_conditions.h"

#include <algorithm>

#include "base/text.h"
#include "indicators/normalise.h"
#include "indicators/stix_values.h"
#include "patterns/evaluate.h"

namespace bridle {
namespace {

constexpr ConditionPath known[] = {
    {"app", "id"},
    {"configuration-profile", "id"},
    {"directory", "path"},
    {"domain-name", "value"},
    {"email-addr", "value"},
    {"email-message", "from_ref.value"},
    {"email-message", "sender_ref.value"},
    {"file", "hashes.SHA-256"},
    {"file", "name"},
    {"file", "parent_directory_ref.path"},
    {"file", "path"},
    {"ipv4-addr", "value"},
    {"ipv6-addr", "value"},
    {"network-traffic", "dst_ref.value"},
    {"process", "image_ref.name"},
    {"process", "name"},
    {"url", "value"},
};

/// "hashes.'SHA-256'", "hashes.sha256": whatever publishers write.
std::string folded(std::string_view path) {
  std::string out = to_lower_ascii(path);
  if (out.starts_with("hashes.")) out.erase(std::remove(out.begin() + 7, out.end(), '-'), out.end());
  return out;
}

std::vector<PatternStep> steps_of(std::string_view path) {
  std::vector<PatternStep> out;
  for (std::size_t from = 0; from <= path.size();) {
    auto to = std::min(path.find('.', from), path.size());
    out.push_back({.name = std::string(path.substr(from, to - from))});
    from = to + 1;
  }
  return out;
}

}  // namespace

std::span<const ConditionPath> condition_paths() {
  return known;
}

Result<std::vector<Indicator>> values_of_comparison(const PatternComparison& comparison) {
  std::vector<Indicator> out;
  using enum PatternComparator;
  if (comparison.comparator != equal && comparison.comparator != not_equal && comparison.comparator != in)
    return out;
  for (const PatternConstant& constant : comparison.constants) {
    const auto* text = std::get_if<std::string>(&constant);
    if (!text) return std::vector<Indicator>();
    PatternAtom atom{.object = comparison.path.object, .path = comparison.path.text(), .value = *text};
    auto indicator = indicator_of_atom(atom);
    if (!indicator) return std::vector<Indicator>();
    (void)TRY(normalise(*indicator));
    out.push_back(std::move(*indicator));
  }
  return out;
}

Result<> check_condition(Pattern& condition) {
  for (PatternComparison& comparison : condition.comparisons) {
    std::string path = comparison.path.text();
    auto same = std::ranges::find_if(known, [&](const ConditionPath& each) {
      return each.object == comparison.path.object && folded(each.path) == folded(path);
    });
    // Property names are part of the vocabulary and short; values never stand here.
    if (same == std::end(known))
      return fail(Fault::unsupported, "object path " + (comparison.path.object + ":" + path).substr(0, 100) +
                                          " is not evaluated");
    comparison.path.steps = steps_of(same->path);
    for (const PatternConstant& constant : comparison.constants)
      if (!std::holds_alternative<std::string>(constant))
        return fail(Fault::unsupported, "comparison with something other than text is not evaluated");
    (void)TRY(values_of_comparison(comparison));
  }
  (void)TRY(PatternProgram::make(condition));
  return {};
}

}  // namespace bridle
