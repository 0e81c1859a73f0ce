#include "base/zone_changes.h"

#include <fmt/format.h>
#include <unicode/basictz.h>
#include <unicode/tztrans.h>

#include <cmath>
#include <memory>
#include <utility>
#include <vector>

#include "base/text.h"

namespace bridle {
namespace {

constexpr double first_moment = 631'152'000'000, last_moment = 2'208'988'800'000;  // 1990, 2040; milliseconds
constexpr std::int64_t before_all = -9'223'372'036;  // seconds: where Time begins

std::int64_t offset_of(const icu::TimeZoneRule& rule) {
  return (std::int64_t{rule.getRawOffset()} + rule.getDSTSavings()) / 1000;
}

}  // namespace

std::string changes_of_zone(const std::string& name) {
  if (name.empty() || name.size() > 64) return {};
  std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(name)));
  auto* rules = dynamic_cast<icu::BasicTimeZone*>(zone.get());
  if (rules == nullptr || *zone == icu::TimeZone::getUnknown()) return {};
  std::int32_t raw = 0, summer = 0;
  UErrorCode status = U_ZERO_ERROR;
  zone->getOffset(first_moment, false, raw, summer, status);
  if (U_FAILURE(status) != 0) return {};
  std::string text =
      fmt::format("{}{}:{}", zone_changes_mark, before_all, (std::int64_t{raw} + summer) / 1000);
  icu::TimeZoneTransition change;
  for (double at = first_moment;
       rules->getNextTransition(at, false, change) && change.getTime() < last_moment;) {
    at = change.getTime();
    text += fmt::format(",{}:{}", std::llround(at / 1000), offset_of(*change.getTo()));
  }
  return text;
}

std::optional<std::int64_t> offset_by_changes(std::string_view changes, std::int64_t local_seconds) {
  if (!changes.starts_with(zone_changes_mark)) return std::nullopt;
  changes.remove_prefix(zone_changes_mark.size());
  // From the last change back: the first whose offset puts the moment behind it.
  while (!changes.empty()) {
    auto comma = changes.rfind(',');
    std::string_view change = changes.substr(comma == std::string_view::npos ? 0 : comma + 1);
    changes = changes.substr(0, comma == std::string_view::npos ? 0 : comma);
    auto colon = change.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    auto from = parse_integer(change.substr(0, colon)), offset = parse_integer(change.substr(colon + 1));
    if (!from || !offset) return std::nullopt;
    if (local_seconds - *offset >= *from) return *offset;
  }
  return std::nullopt;
}

}  // namespace bridle
