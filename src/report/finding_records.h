#pragma once

#include "report/sections.h"

namespace bridle {

/// The records that a finding rests on, at most `most` of them, each with the way back to it. Faults: io.
Result<> write_finding_records(Report& report, std::int64_t finding, std::int64_t most);

}  // namespace bridle
