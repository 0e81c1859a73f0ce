#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"

namespace bridle {

/// A moment: nanoseconds since 1970-01-01 00:00:00 UTC by the clock of the device, 1677 to 2262.
/// Made only by the checked functions below, each named after what the source stores.
struct Time {
  std::int64_t nanoseconds = 0;
  auto operator<=>(const Time&) const = default;
};

/// 2001-01-01 00:00:00 UTC, where Apple's clocks begin, in Unix seconds.
constexpr std::int64_t cocoa_epoch = 978'307'200;

/// All of them: Faults: limit (the moment lies outside 1677 to 2262, or the number is not finite).
Result<Time> time_from_unix_seconds(std::int64_t seconds);
Result<Time> time_from_unix_seconds(double seconds);
Result<Time> time_from_unix_ms(std::int64_t milliseconds);
Result<Time> time_from_unix_us(std::int64_t microseconds);
Result<Time> time_from_cocoa_seconds(double seconds);
Result<Time> time_from_cocoa_ns(std::int64_t nanoseconds);
/// Messages stores COCOA-S before iOS 11 and COCOA-NS since: values from 10^11 up are nanoseconds
/// (10^11 s would be the year 5170; 10^11 ns is 100 s after the epoch).
Result<Time> time_from_cocoa_seconds_or_ns(std::int64_t value);
/// Safari up to iOS 25 stores COCOA-S; from iOS 26 some tables hold UNIX-S: from 978,307,200 up it is Unix.
Result<Time> time_from_safari(double value);
/// Text of the form 2024-01-31T12:34:56[.fff…]Z. Faults: malformed, limit.
Result<Time> time_from_iso8601(std::string_view text);

/// 2023-11-14T22:13:20Z, with as many of .mmm, .mmmmmm, .nnnnnnnnn as the value needs.
std::string to_iso8601(Time time);
/// 2023-11-14 22:13:20.000000, the form that MVT writes (UTC, microseconds, no zone).
std::string to_mvt_time(Time time);

/// The value, or nothing when the source stored 0 ("never") or a moment that cannot be expressed.
inline std::optional<Time> time_or_nothing(Result<Time> time) {
  if (!time) return std::nullopt;
  return *time;
}

}  // namespace bridle
