#pragma once

#include <string_view>

#include "indicators/published_values.h"

namespace bridle {

/// Reads OpenIOC 1.0 and 1.1: items that are joined by OR and compared by "is". Everything below an AND, and
/// every other condition, is not evaluated and listed. External entities are never resolved. Source:
/// OpenIOC 1.1 schema (mandiant/OpenIOC_1.1). Faults: malformed, limit.
Result<> read_open_ioc(std::string_view xml, PublishedValues& out);

}  // namespace bridle
