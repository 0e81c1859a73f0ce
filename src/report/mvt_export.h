#pragma once

#include "cases/case_store.h"

namespace bridle {

/// Writes the files that MVT's check-backup writes, for those who have tools for them: <slug>.json for each
/// module whose table has rows, <slug>_detected.json, alerts.json, alerts_timeline.csv, timeline.csv,
/// urls.json, info.json. docs/differences-from-mvt.md says where they differ. `folder` is made; it may exist
/// when it is empty. Faults: io, with what to do.
Result<> export_mvt(const CaseStore& store, std::int64_t revision, const std::string& folder);

}  // namespace bridle
