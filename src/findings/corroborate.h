#pragma once

#include <cstddef>
#include <vector>

#include "cases/case_store.h"
#include "findings/finding.h"

namespace bridle {

/// Most others that one finding names as corroborating it.
constexpr std::size_t most_corroborating = 20;

/// The one place where findings make each other surer: those that share a campaign, rest on different files
/// of the evidence and tell of times within corroboration_window. Raises the confidence of each such finding
/// one step, once. Gives, by place in `findings`, the places of those that corroborate it, sorted. Faults:
/// io.
Result<std::vector<std::vector<std::size_t>>> corroborate(const CaseStore& store,
                                                          std::vector<Finding>& findings);

}  // namespace bridle
