#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/time.h"

namespace bridle {

/// A moment of a STIX pattern or observation: seconds since 1970-01-01 00:00:00 UTC, years 0000 to 9999, and
/// nanoseconds on top, 0 to 999,999,999. Wider than Time, because patterns may name the year 3012.
struct PatternMoment {
  std::int64_t seconds = 0;
  std::int32_t nanoseconds = 0;
  auto operator<=>(const PatternMoment&) const = default;
};

/// A length of time that is not negative, in the same parts.
using PatternDuration = PatternMoment;

/// Longest duration that is kept; longer ones are as good as unlimited: 10,000 years.
constexpr std::int64_t duration_limit = 10'000LL * 366 * 86'400;

/// The form of the grammar: YYYY-MM-DDTHH:MM:SS[.f…]Z, upper-case T and Z, real dates, a leap second at most.
/// Nothing for anything else, and for fractions finer than a nanosecond, which no record has.
std::optional<PatternMoment> moment_from_text(std::string_view text);
/// A decimal number of seconds without a sign ("5", "4.9999", ".5"). Nothing for anything else. Digits beyond
/// the ninth of a fraction are cut off.
std::optional<PatternDuration> duration_from_text(std::string_view text);
PatternMoment moment_from_time(Time time);

/// first + length, and first - length.
PatternMoment later(PatternMoment first, PatternDuration length);
PatternMoment earlier(PatternMoment first, PatternDuration length);

}  // namespace bridle
