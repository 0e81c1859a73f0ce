#include "base/local_time.h"

#include <fmt/format.h>
#include <unicode/timezone.h>

#include <memory>

#include "base/text.h"

namespace bridle {
namespace {

constexpr std::int64_t million = 1'000'000, day = 86'400'000 * million;

std::unique_ptr<icu::TimeZone> zone_named(const std::string& name) {
  if (name.empty() || name.size() > 64) return nullptr;
  std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(name)));
  // An unknown name gives a zone of that kind, which is UTC.
  if (!zone || *zone == icu::TimeZone::getUnknown()) return nullptr;
  return zone;
}

std::optional<std::int64_t> offset_ms(const icu::TimeZone& zone, std::int64_t local_nanoseconds) {
  std::int32_t raw = 0, summer = 0;
  UErrorCode status = U_ZERO_ERROR;
  zone.getOffset(static_cast<double>(local_nanoseconds / million), true, raw, summer, status);
  if (U_FAILURE(status) != 0) return std::nullopt;
  return std::int64_t{raw} + summer;
}

}  // namespace

Result<LocalTime> parse_local_time(std::string_view text) {
  if (text.empty() || text.back() == 'Z') return fail(Fault::malformed, "not a local time");
  return LocalTime{TRY(time_from_iso8601(std::string(text) + 'Z')).nanoseconds};
}

std::optional<Time> DeviceClock::to_utc(LocalTime local) const {
  std::optional<std::int64_t> offset;
  if (utc_offset_seconds) offset = std::int64_t{*utc_offset_seconds} * 1000;
  if (auto named = zone_named(zone)) {
    auto then = offset_ms(*named, local.nanoseconds);
    bool agrees = !offset || !made_at_local || offset_ms(*named, *made_at_local) == offset;
    if (then && agrees) offset = then;
  }
  std::int64_t utc = 0;
  if (!offset || __builtin_sub_overflow(local.nanoseconds, *offset * million, &utc)) return std::nullopt;
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
