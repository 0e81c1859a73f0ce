#include "base/local_time.h"

#include <fmt/format.h>

#include "base/text.h"
#include "base/zone_changes.h"

namespace bridle {
namespace {

constexpr std::int64_t second = 1'000'000'000, day = 86'400 * second;

// In seconds, by the zone's rules at that reading of the clock.
std::optional<std::int64_t> offset_by_zone(const std::string& zone, std::int64_t local_nanoseconds) {
  bool written = zone.starts_with(zone_changes_mark);
  return offset_by_changes(written ? zone : changes_of_zone(zone), local_nanoseconds / second);
}

}  // namespace

Result<LocalTime> parse_local_time(std::string_view text) {
  if (text.empty() || text.back() == 'Z') return fail(Fault::malformed, "not a local time");
  return LocalTime{TRY(time_from_iso8601(std::string(text) + 'Z')).nanoseconds};
}

std::optional<Time> DeviceClock::to_utc(LocalTime local) const {
  std::optional<std::int64_t> offset;
  if (utc_offset_seconds) offset = *utc_offset_seconds;
  if (auto then = offset_by_zone(zone, local.nanoseconds)) {
    bool agrees = !offset || !made_at_local || offset_by_zone(zone, *made_at_local) == offset;
    if (agrees) offset = then;
  }
  std::int64_t utc = 0;
  if (!offset || __builtin_sub_overflow(local.nanoseconds, *offset * second, &utc)) return std::nullopt;
  return Time{utc};
}

std::optional<LocalTime> DeviceClock::with_year(std::string_view month_to_fraction) const {
  if (!made_at_local) return std::nullopt;
  auto made = parse_integer(to_iso8601(Time{*made_at_local}).substr(0, 4));
  // A leap day may lie some years back.
  for (std::int64_t year = made ? *made + 1 : 0; made && year > *made - 8; --year) {
    auto time = parse_local_time(fmt::format("{:04}-{}", year, month_to_fraction));
    if (time && (time->nanoseconds <= *made_at_local || time->nanoseconds - *made_at_local <= day))
      return *time;
  }
  return std::nullopt;
}

}  // namespace bridle
