#pragma once

#include "cases/case_store.h"
#include "indicators/indicator.h"

namespace bridle {

/// Compares every observable of a case with a set of indicators and stores what was met, with the indicators
/// and the report of their loading, as revision `revision`. Reads the case only, never evidence. Gives the
/// number of matches.
Result<std::int64_t> match_case(CaseStore& store, std::span<const Artefact* const> artefacts,
                                const IndicatorSet& set, std::int64_t revision);

}  // namespace bridle
