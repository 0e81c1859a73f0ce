#pragma once

#include <span>
#include <string_view>

#include "indicators/indicator.h"
#include "indicators/stix_pattern.h"

namespace bridle {

/// Whether the records of a case can decide a condition: every object path in it stands for something that
/// some table holds, every constant is of the kind that stands there, every value that it names can exist,
/// every expression can be made ready. Spells the paths as condition_paths() does.
/// Faults: unsupported, malformed, limit (the reason why it is not evaluated).
Result<> check_condition(Pattern& condition);

/// The values that a comparison by =, != or IN names, as indicators with everything but the value empty: a
/// record's values are held against them by the matcher. Nothing when the comparison is of another kind, or
/// the path is none that indicators have. Faults: those of normalise.
Result<std::vector<Indicator>> values_of_comparison(const PatternComparison& comparison);

/// An object path whose values a case holds; `hashes.` takes what follows as the algorithm.
/// Source: docs/formats/stix.md, "Conditions".
struct ConditionPath {
  std::string_view object, path;
};
std::span<const ConditionPath> condition_paths();

}  // namespace bridle
