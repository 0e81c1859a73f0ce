#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bridle {

/// When the clocks of a time zone were changed, from 1990 to 2040, as text that DeviceClock::zone may hold in
/// place of the name: "changes:-9223372036:3600,671072400:7200,…", each a moment in seconds since 1970, UTC,
/// and the offset east of Greenwich in seconds from then on. A worker computes with this; ICU, which knows
/// zones by name, makes system calls that a worker may not. Empty when the name is not known.
std::string changes_of_zone(const std::string& name);

constexpr std::string_view zone_changes_mark = "changes:";

/// The offset in seconds at a wall clock's reading. An hour that was repeated counts as the second one; one
/// that was left out goes by the offset before it. Nothing when the text is not of that form.
std::optional<std::int64_t> offset_by_changes(std::string_view changes, std::int64_t local_seconds);

}  // namespace bridle
