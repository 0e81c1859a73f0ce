#pragma once

#include "cases/case_store.h"
#include "findings/finding.h"

namespace bridle {

/// Runs every rule over a case and stores what they find as findings of `revision`, the gravest first, with
/// the revision's row and its verdict. Gives the number of findings.
Result<std::int64_t> raise_findings(CaseStore& store, std::int64_t revision);

}  // namespace bridle
