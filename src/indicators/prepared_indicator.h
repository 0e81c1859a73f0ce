#pragma once

#include <string>
#include <utility>
#include <vector>

#include "indicators/lint.h"
#include "indicators/stix_objects.h"

namespace bridle {

/// A value that stands alone, made comparable.
struct PreparedValue {
  Indicator indicator;
  IndicatorType published;
  Result<std::string> retyped;  // what normalise gave
  std::vector<Lint> lint;       // empty when it was rejected
  std::uint64_t hash = 0;       // filled in by the assembly
};

/// What can be told of a published indicator without looking at any other.
struct Prepared {
  Result<> parsed;
  std::vector<PreparedValue> values;
  std::vector<std::pair<Pattern, std::string>>
      conditions;  // and why it could not be looked up, if it is a value
};

/// Parses its pattern and normalises its values: what can be done for many indicators at once.
Prepared prepare(const StixIndicator& from);

}  // namespace bridle
