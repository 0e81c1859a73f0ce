#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "indicators/indicator.h"
#include "indicators/stix_pattern.h"

namespace bridle {

/// The indicator type and value that an atom of a pattern stands for; everything else of the indicator stays
/// empty. Faults: unsupported (an object path, operator or hash algorithm that no record is compared with).
/// Source: STIX 2.1 section 6; the paths of MVT's private vocabulary (app:, configuration-profile:,
/// android-property:).
Result<Indicator> indicator_of_atom(const PatternAtom& atom);

}  // namespace bridle
