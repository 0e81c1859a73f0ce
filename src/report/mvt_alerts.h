#pragma once

#include "report/mvt_row.h"

namespace bridle::mvt {

/// Writes alerts.json, <slug>_detected.json and alerts_timeline.csv: an alert for each record of each
/// finding. Faults: io.
Result<> write_alerts(const CaseStore& store, std::int64_t revision, const std::string& folder);

/// SELECT of a module's rows with their links; `condition` is SQL over `t`, "" = all.
std::string select_rows(const Module& module, std::string_view condition);
/// Whether the case has the module's table, with rows. Faults: io.
Result<bool> has_rows(const CaseStore& store, std::string_view table);

}  // namespace bridle::mvt
