#pragma once

#include <string_view>

#include "base/result.h"
#include "indicators/indicator.h"

namespace bridle {

/// Adds what a pack's maker knows of harmless things: lines of the form "TYPE VALUE: why", "#" begins a
/// remark. docs/formats/pack.md. Faults: malformed (with the line), absent (no such value in the set).
Result<> add_collisions(IndicatorSet& set, std::string_view text);

}  // namespace bridle
