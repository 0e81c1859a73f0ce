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

Result<LocalTime> parse_calendar_time(std::string_view text) {
  constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  if (text.size() != 24 || text[3] != ' ' || text[7] != ' ' || text[10] != ' ' || text[19] != ' ')
    return fail(Fault::malformed, "not a calendar time");
  auto month = months.find(text.substr(4, 3));
  if (month == std::string_view::npos || month % 3 != 0) return fail(Fault::malformed, "no such month");
  std::string day_of_month(text.substr(8, 2));
  if (day_of_month[0] == ' ') day_of_month[0] = '0';
  return parse_local_time(
      fmt::format("{}-{:02}-{}T{}", text.substr(20, 4), month / 3 + 1, day_of_month, text.substr(11, 8)));
}

Result<Time> parse_time_with_offset(std::string_view text) {
  auto sign = text.find_last_of("+-");
  if (sign == std::string_view::npos || sign < 19 || text.size() - sign != 5)
    return fail(Fault::malformed, "not a time with an offset");
  LocalTime local = TRY(parse_local_time(trim(text.substr(0, sign))));
  std::int64_t hours = TRY(parse_integer(text.substr(sign + 1, 2)));
  std::int64_t minutes = TRY(parse_integer(text.substr(sign + 3)));
  if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59)
    return fail(Fault::malformed, "not a time with an offset");
  std::int64_t east = (hours * 60 + minutes) * 60 * second * (text[sign] == '-' ? -1 : 1), utc = 0;
  if (__builtin_sub_overflow(local.nanoseconds, east, &utc))
    return fail(Fault::limit, "time outside 1677 to 2262");
  return Time{utc};
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
