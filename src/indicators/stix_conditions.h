#pragma once

#include <span>
#include <string_view>

#include "indicators/stix_pattern.h"

namespace bridle {

/// Whether the records of a case can decide a condition: every object path in it stands for something that
/// some table holds, every constant is of the kind that stands there, every expression can be made ready.
/// Faults: unsupported, limit (the reason why it is not evaluated).
Result<> check_condition(const Pattern& condition);

/// An object path whose values a case holds; `hashes.` takes what follows as the algorithm.
/// Source: docs/formats/stix.md, "Conditions".
struct ConditionPath {
  std::string_view object, path;
};
std::span<const ConditionPath> condition_paths();

}  // namespace bridle
