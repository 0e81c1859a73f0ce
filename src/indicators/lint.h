#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "indicators/indicator.h"
#include "records/observable.h"

namespace bridle {

/// Something about a published value that its publisher should look at. docs/formats/lint.md lists the ids.
struct Lint {
  std::string_view id;  ///< stable, lower-case, with hyphens
  std::string_view sentence;
};

/// What is to be said of a value that was accepted. `published`: the type that it was published as.
std::vector<Lint> lint(IndicatorType published, const Indicator& indicator);
/// The same for one that was rejected, by the type it was published as and its text: nothing where the reason
/// says all.
Lint lint_of_rejected(IndicatorType published, std::string_view value);

/// What a phone would have to hold for an indicator to be met.
struct Observation {
  ObservableType type;
  std::string value;
};
Observation observation_for(const Indicator& indicator);

/// Holds every indicator's own observation against the matcher. Gives the numbers of those that it does not
/// meet; none is what must come out. Withdrawn indicators, which are never matched, are left out.
std::vector<std::uint32_t> unmet_indicators(const IndicatorSet& set);

}  // namespace bridle
