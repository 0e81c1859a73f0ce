#pragma once

#include "engine/examine.h"
#include "engine/plan.h"

namespace bridle {

/// Runs the tasks of a plan, as many at once as there are workers, the largest first, and loads their batches
/// in the plan's own order on a thread beside them, the one in turn while it is still written. Each leaves a
/// coverage row, whatever becomes of it.
/// Faults: only those that end an examination: the case cannot be written, the launcher is gone.
Result<> run_plan(TaskRunner& runner, Container& container, const Plan& plan, CaseStore& store,
                  const std::string& spool, unsigned workers,
                  const std::function<void(std::uint64_t done)>& progress);

}  // namespace bridle
