#pragma once

#include "cases/case_store.h"
#include "indicators/indicator.h"

namespace bridle {

/// Bounds on what a condition may meet in one case. One that is met by more is too general to mean anything:
/// it is given up, counted and listed, and gives no match.
struct PatternLimits {
  std::size_t records = 10'000;     ///< that satisfy a condition by themselves
  std::size_t parts = 100'000;      ///< that satisfy a bracket of a condition over several records
  std::size_t all_parts = 300'000;  ///< of all conditions together
};

/// Evaluates the conditions of a set (IndicatorSet::patterns) over the records of a case and stores a match
/// for each record that takes part, as revision `revision`; conditions that had to be given up move from
/// accepted to not evaluated in the stored report, with the reason. A record is one observation at the time
/// of its own time column; what has none can take part only where no time is asked for. Reads the case only;
/// wants store_load_report to have run, and an open transaction. Gives the number of matches.
Result<std::int64_t> match_patterns(CaseStore& store, std::span<const Artefact* const> artefacts,
                                    const IndicatorSet& set, std::int64_t revision,
                                    const PatternLimits& limits = {});

}  // namespace bridle
