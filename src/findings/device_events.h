#pragma once

#include <cstdint>

#include "cases/case_store.h"
#include "cases/zone_history.h"

namespace bridle {

/// Most events of the phone itself that a case keeps. Those beyond are counted, not kept.
constexpr std::size_t most_device_events = 100'000;

/// Fills `device_event` (docs/formats/case.md) from the records of the case: starts, shutdowns, updates,
/// changes of zone and passcode, backups, and what is missing where something should be continuous. One row
/// for each event and source; same records, same rows. Wall clocks are placed by `history`. Returns how many
/// events lie beyond `most_device_events`. Faults: those of the case.
Result<std::uint64_t> fill_device_events(CaseStore& store, const ZoneHistory& history);

}  // namespace bridle
