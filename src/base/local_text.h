#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/local_time.h"

namespace bridle {

/// "2021-10-13T07:57:42.865446": a wall clock's reading, without a zone.
std::string in_iso8601(LocalTime time);

/// The offset at the end of a text that `parse_time_with_offset` reads, in seconds east of Greenwich.
std::optional<std::int64_t> utc_offset_in(std::string_view text);

}  // namespace bridle
