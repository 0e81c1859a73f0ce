#pragma once

#include "cases/case_store.h"

namespace bridle {

/// Writes report.html of a case for one revision: one file that needs no script to be read, with no outbound link or
/// resource, under a strict content security policy, evidence text escaped and isolated. Faults: io.
Result<> write_report(const CaseStore& store, std::int64_t revision);

}  // namespace bridle
