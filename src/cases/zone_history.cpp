#include "cases/zone_history.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/sqlite.h"

namespace bridle {
namespace {

constexpr std::int64_t second = 1'000'000'000, hour = 3'600 * second, day = 24 * hour;
constexpr std::int64_t longest_silence = 62 * day;
constexpr std::int64_t furthest_west = -12 * hour, furthest_east = 14 * hour;

bool has_column(const TableSchema& table, std::string_view name) {
  return std::ranges::find(table.columns, name, &Column::name) != table.columns.end();
}

// Moments come from evidence: those at the ends of what can be expressed count as far apart.
bool is_short(Time from, Time to) {
  std::int64_t silence = 0;
  return !__builtin_sub_overflow(to.nanoseconds, from.nanoseconds, &silence) && silence <= longest_silence;
}

std::int64_t moved(Time time, std::int64_t by) {
  std::int64_t result = 0;
  return __builtin_add_overflow(time.nanoseconds, by, &result) ? time.nanoseconds : result;
}

// The moments at which one table tells a zone.
std::string select_of(const TableSchema& table) {
  auto event = std::ranges::find_if(table.columns, [](const Column& c) { return !c.event_kind.empty(); });
  if (event == table.columns.end() || !has_column(table, "utc_offset_seconds")) return {};
  // What another device of the owner told says nothing of this one.
  std::string_view own = has_column(table, "device") ? " AND device IS NULL" : "";
  return fmt::format(
      "SELECT {0} AS time, utc_offset_seconds AS offset, '{1}' AS source, id FROM {2} WHERE {0} IS NOT NULL "
      "AND utc_offset_seconds BETWEEN {3} AND {4}{5}",
      sql_name(event->name), table.name, sql_name(table.name), furthest_west / second, furthest_east / second,
      own);
}

}  // namespace

Result<ZoneHistory> ZoneHistory::open(const CaseStore& store, std::span<const Artefact* const> artefacts) {
  std::string sql;
  for (const Artefact* artefact : artefacts) {
    std::string one = artefact->platform == Platform::ios ? select_of(*artefact->table) : std::string();
    if (!one.empty()) sql += (sql.empty() ? "" : " UNION ALL ") + one;
  }
  if (sql.empty()) return ZoneHistory();
  std::vector<ZoneSpan> spans;
  auto select = TRY(store.database().prepare(sql + " ORDER BY time, offset, source, id"));
  while (TRY(select.step())) {
    Time time{select.integer(0)};
    std::int64_t offset = select.integer(1);
    if (!spans.empty() && spans.back().offset_seconds == offset && is_short(spans.back().ends, time)) {
      spans.back().ends = time;
      ++spans.back().observations;
      continue;
    }
    if (spans.size() == most_zone_spans)
      return fail(Fault::limit, "the phone's records tell more changes of its zone than are kept");
    spans.push_back({.begins = time,
                     .ends = time,
                     .offset_seconds = offset,
                     .observations = 1,
                     .source = std::string(select.text(2)),
                     .record = select.integer(3)});
  }
  return ZoneHistory(std::move(spans));
}

Result<PlacedTime> ZoneHistory::place(LocalTime local) const {
  PlacedTime placed;
  if (__builtin_sub_overflow(local.nanoseconds, furthest_east, &placed.earliest.nanoseconds) ||
      __builtin_sub_overflow(local.nanoseconds, furthest_west, &placed.latest.nanoseconds))
    return fail(Fault::limit, "time outside 1677 to 2262");
  std::set<std::int64_t> moments;
  // Only spans near that reading of the clock can hold it; silence before and behind them counts as well.
  auto near = std::ranges::lower_bound(
      spans_, placed.earliest.nanoseconds, [](std::int64_t a, std::int64_t b) { return a < b; },
      [](const ZoneSpan& s) { return s.ends.nanoseconds; });
  if (near != spans_.begin()) --near;
  for (; near != spans_.end(); ++near) {
    std::int64_t from = moved(near->begins, -day), to = moved(near->ends, day);
    if (near != spans_.begin() && is_short(std::prev(near)->ends, near->begins))
      from = moved(std::prev(near)->ends, 1);
    if (auto next = std::next(near); next != spans_.end() && is_short(near->ends, next->begins))
      to = moved(next->begins, -1);
    std::int64_t moment = local.nanoseconds - near->offset_seconds * second;
    if (moment >= from && moment <= to) moments.insert(moment);
    if (near->begins > placed.latest) break;
  }
  if (moments.empty()) return placed;
  placed.earliest = Time{*moments.begin()};
  placed.latest = Time{*moments.rbegin()};
  placed.by = moments.size() == 1 ? PlacedTime::By::zone : PlacedTime::By::two_zones;
  return placed;
}

}  // namespace bridle
