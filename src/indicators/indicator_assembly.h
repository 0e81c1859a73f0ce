#pragma once

#include <vector>

#include "indicators/indicator.h"
#include "indicators/stix_objects.h"
#include "indicators/warning_lists.h"

namespace bridle {

/// Turns everything that was read into one set: chooses among versions, prepares, merges equal values,
/// attributes, marks, and says what became of each.
IndicatorSet assemble_indicators(StixContent&& content, std::vector<FileReport>&& files,
                                 WarningLists&& warnings);

}  // namespace bridle
