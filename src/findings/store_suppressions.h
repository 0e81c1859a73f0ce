#pragma once

#include "cases/case_store.h"
#include "findings/suppression.h"

namespace bridle {

/// Keeps a file of suppressions in the case, as those of `revision`. Faults: io.
Result<> store_suppressions(CaseStore& store, const SuppressionFile& file, std::int64_t revision);
/// Those kept for `revision` that are not of another device. Faults: io.
Result<std::vector<Suppression>> applicable_suppressions(const CaseStore& store, std::int64_t revision);

}  // namespace bridle
