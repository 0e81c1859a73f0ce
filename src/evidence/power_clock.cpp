#include "evidence/power_clock.h"

#include <algorithm>
#include <cmath>

namespace bridle {

Result<PowerClock> PowerClock::open(const SqliteView& db) {
  PowerClock clock;
  for (std::string_view table : {"PLStorageOperator_EventForward_TimeOffset",
                                 "BackgroundProcessing_TimeOffset", "PPTStorageOperator_TimeOffset"}) {
    if (!db.has_column(table, "timestamp") || !db.has_column(table, "system")) continue;
    auto rows = TRY(db.scan(table, {"timestamp", "system"}));
    while (TRY(rows.step())) {
      auto at = rows.row().real(0), ahead = rows.row().real(1);
      if (at && ahead && std::isfinite(*at) && std::isfinite(*ahead)) clock.offsets_.push_back({*at, *ahead});
    }
    if (!clock.offsets_.empty()) break;
  }
  std::ranges::sort(clock.offsets_, {},
                    [](const Offset& offset) { return std::pair(offset.at, offset.ahead); });
  return clock;
}

std::optional<double> PowerClock::offset(double stored) const {
  if (offsets_.empty()) return std::nullopt;
  auto after = std::ranges::upper_bound(offsets_, stored, {}, &Offset::at);
  return after == offsets_.begin() ? after->ahead : std::prev(after)->ahead;
}

std::optional<Time> PowerClock::time(std::optional<double> stored) const {
  if (!stored || *stored == 0) return std::nullopt;
  return time_or_nothing(time_from_unix_seconds(*stored + offset(*stored).value_or(0)));
}

}  // namespace bridle
