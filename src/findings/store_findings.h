#pragma once

#include <cstddef>
#include <vector>

#include "cases/case_store.h"
#include "findings/finding.h"

namespace bridle {

/// Stores findings of a revision in this order of their places, with their records, and which corroborate
/// which (`others`, by place). Wants an open transaction. Faults: io.
Result<> store_findings(CaseStore& store, const std::vector<Finding>& findings,
                        const std::vector<std::size_t>& order,
                        const std::vector<std::vector<std::size_t>>& others, std::int64_t revision);

}  // namespace bridle
