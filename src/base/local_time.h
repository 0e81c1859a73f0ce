#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace bridle {

/// A moment as a device's wall clock showed it, without a zone: nanoseconds since 1970 as if that clock ran
/// in UTC.
struct LocalTime {
  std::int64_t nanoseconds = 0;
};

/// "2022-03-29 18:37:30", with a blank or a T between, and up to nine decimals. Faults: malformed, limit.
Result<LocalTime> parse_local_time(std::string_view text);

/// "Wed Oct 13 07:57:42 2021", as ctime writes it. Faults: malformed, limit.
Result<LocalTime> parse_calendar_time(std::string_view text);
/// A moment with its own offset from UTC, as Apple's reports write it: "2022-01-21 18:14:25.9296 +0200".
/// Faults: malformed, limit.
Result<Time> parse_time_with_offset(std::string_view text);

/// What the evidence says of the clock by which its texts were printed.
struct DeviceClock {
  /// IANA name, as in the property persist.sys.timezone, which may be unknown or wrong; for a worker the
  /// zone's changes written out (base/zone_changes.h).
  std::string zone;
  std::optional<std::int32_t> utc_offset_seconds;  ///< east of Greenwich, when the dump was made
  std::optional<std::int64_t> made_at_local;       ///< the wall clock then: a LocalTime's nanoseconds

  bool is_known() const { return !zone.empty() || utc_offset_seconds.has_value(); }
  /// The same moment in UTC: by the zone's own rules for that date; by the offset alone when the zone is not
  /// known or contradicts it. Nothing when neither is known. An hour that was repeated when the clock was set
  /// back counts as the second one.
  std::optional<Time> to_utc(LocalTime local) const;
  /// The year in which a text without one was printed: the latest for which the moment is no later than a day
  /// after the dump. Nothing when the dump has no time.
  std::optional<LocalTime> with_year(std::string_view month_to_fraction) const;
};

}  // namespace bridle
