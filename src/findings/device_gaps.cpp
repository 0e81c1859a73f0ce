#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/sqlite.h"
#include "base/text.h"
#include "findings/device_event_list.h"

namespace bridle {
namespace {

constexpr std::int64_t minute = 60'000'000'000;
// Services come up one after the other: what lies no further apart is one start.
constexpr std::int64_t one_start = 15 * minute;
constexpr std::int64_t most_numbers = 1'000;  // of rotated logs; systems keep a handful

struct Start {
  std::int64_t time = 0;
  const DeviceEvent* event = nullptr;
};

std::vector<Start> starts_in(const std::vector<DeviceEvent>& events) {
  std::vector<Start> starts, merged;
  for (const DeviceEvent& event : events)
    if (event.kind == "boot" && event.time) starts.push_back({*event.time, &event});
  std::ranges::sort(starts, {}, [](const Start& s) {
    return std::tuple(s.time, std::string_view(s.event->source), s.event->record);
  });
  for (const Start& start : starts) {
    std::int64_t since = 0;
    bool is_same = !merged.empty() && !__builtin_sub_overflow(start.time, merged.back().time, &since) &&
                   since <= one_start;
    if (!is_same) merged.push_back(start);
  }
  return merged;
}

// From iOS 26 on the shutdown log holds the last shutdown only.
Result<bool> log_is_kept(const CaseStore& store) {
  auto version = TRY(store.database().prepare("SELECT value FROM device WHERE key = 'product_version'"));
  if (!TRY(version.step())) return true;
  auto major = parse_integer(version.text(0).substr(0, version.text(0).find('.')));
  return !major || *major < 26;
}

Result<> add_starts_without_shutdown(const CaseStore& store, const std::vector<DeviceEvent>& events,
                                     std::vector<DeviceEvent>& gaps) {
  if (!TRY(log_is_kept(store))) return {};
  std::vector<std::int64_t> shutdowns;
  for (const DeviceEvent& event : events)
    if (event.source == "ios_shutdown_log" && event.time) shutdowns.push_back(*event.time);
  if (shutdowns.empty()) return {};
  std::ranges::sort(shutdowns);
  auto starts = starts_in(events);
  for (std::size_t i = 1; i < starts.size(); ++i) {
    std::int64_t from = starts[i - 1].time, to = starts[i].time;
    if (from < shutdowns.front()) continue;  // older than the log
    auto found = std::ranges::lower_bound(shutdowns, from);
    if (found != shutdowns.end() && *found <= to) continue;
    gaps.push_back({.kind = "gap",
                    .time = {},
                    .earliest = from,
                    .latest = to,
                    .clock = "between",
                    .stored = {},
                    .text = "the phone was started twice, and the shutdown log, which reaches back further, "
                            "has no shutdown between: the phone was reset by force, panicked or lost its "
                            "power, or the entry was removed",
                    .source = starts[i].event->source,
                    .record = starts[i].event->record});
  }
  return {};
}

// Logs that are rotated by number: mobile_installation.log.0, .1, .2.
Result<> add_left_out_logs(const CaseStore& store, std::vector<DeviceEvent>& gaps) {
  struct Family {
    std::set<std::int64_t> numbers;
    std::int64_t task = 0;
  };
  std::map<std::string, Family, std::less<>> families;
  auto select = TRY(store.database().prepare(
      "SELECT path, task FROM coverage WHERE records > 0 AND path LIKE '%.log.%' ORDER BY task"));
  while (TRY(select.step())) {
    std::string_view path = select.text(0);
    auto dot = path.rfind('.');
    auto number = parse_integer(path.substr(dot + 1));
    if (!number || *number < 0 || *number > most_numbers) continue;
    Family& family = families[std::string(path.substr(0, dot))];
    family.numbers.insert(*number);
    family.task = select.integer(1);
  }
  for (const auto& [stem, family] : families) {
    std::vector<std::int64_t> missing;
    for (std::int64_t n = *family.numbers.begin(); n < *family.numbers.rbegin(); ++n)
      if (!family.numbers.contains(n)) missing.push_back(n);
    if (missing.empty()) continue;
    gaps.push_back(
        {.kind = "gap",
         .time = {},
         .earliest = {},
         .latest = {},
         .clock = "none",
         .stored = {},
         .text = fmt::format("of the numbered logs {}.{} to .{} some are missing: {}", stem,
                             *family.numbers.begin(), *family.numbers.rbegin(), fmt::join(missing, ", ")),
         .source = "coverage",
         .record = family.task});
  }
  return {};
}

}  // namespace

Result<std::vector<DeviceEvent>> device_gaps(const CaseStore& store, const std::vector<DeviceEvent>& events) {
  std::vector<DeviceEvent> gaps;
  TRY(add_starts_without_shutdown(store, events, gaps));
  TRY(add_left_out_logs(store, gaps));
  return gaps;
}

}  // namespace bridle
