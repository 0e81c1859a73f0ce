#include "findings/device_events.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/sqlite.h"
#include "findings/device_event_list.h"

namespace bridle {
namespace {

// Which records of a table are an event of the phone itself. `time` and `text` are SQL; with `local` the
// column time_local holds the wall clock's reading that the time was made of.
struct Source {
  std::string_view kind, table, time, condition, text, clock;
  bool local = false;
};
constexpr Source sources[] = {
    {"boot", "ios_logd_log", "time", "event = 'started'", "'the logging service came up'", "offset"},
    {"shutdown", "ios_logd_log", "time", "event = 'stopped'", "'no program logged any more'", "offset"},
    {"boot", "ios_powerlog_device", "booted", "booted IS NOT NULL", "'started, by PowerLog'", "utc"},
    {"boot", "ios_biome_device", "time", "stream = 'Device.BootSession' AND value = 1",
     "'a boot session began'", "utc"},
    {"shutdown", "ios_biome_device", "time", "stream = 'Device.BootSession' AND value = 0",
     "'a boot session ended'", "utc"},
    {"shutdown", "ios_shutdown_log", "time", "kind = 'shutdown' AND time IS NOT NULL",
     "'went down, by the shutdown log'", "utc"},
    {"boot", "ios_install_log", "time", "event = 'rebooted'", "log || ' noticed that the phone was started'",
     "local", true},
    {"service_start", "ios_install_log", "time", "event = 'started'",
     "log || ' came up: the phone was started, or this service alone'", "local", true},
    {"service_start", "ios_lockdownd_log", "time", "event = 'started'",
     "'lockdownd came up: the phone was started, or this service alone'", "local", true},
    {"reset", "ios_crash_reports", "time",
     "kind = 'report' AND report_kind IN ('reset_counter', 'force_reset')",
     "'report of a reset: ' || report_kind", "offset"},
    {"panic", "ios_crash_reports", "time", "kind = 'report' AND report_kind = 'panic'",
     "'the kernel panicked'", "offset"},
    {"update", "ios_crash_reports", "time", "kind = 'report' AND report_kind = 'ota_update'",
     "'report of an update over the air'", "offset"},
    {"update", "ios_powerlog_device", "upgraded", "upgraded IS NOT NULL",
     "'the system was replaced, by PowerLog'", "utc"},
    {"update", "ios_install_log", "time", "event = 'upgraded'", "log || ' noticed an upgrade: ' || text",
     "local", true},
    {"update", "ios_lockdownd_log", "time", "event = 'upgraded'", "'lockdownd noticed an upgrade: ' || text",
     "local", true},
    {"version", "ios_version_history", "min(time)", "1",
     "'first report by ' || os_version || '; the last one at ' || strftime('%Y-%m-%dT%H:%M:%SZ', max(time) / "
     "1000000000, 'unixepoch')",
     "offset"},
    {"activation", "ios_install_log", "time", "event = 'activation_state'", "text", "local", true},
    {"passcode", "ios_lockdownd_log", "time", "event = 'passcode_changed'",
     "'the passcode was set, changed or removed'", "local", true},
    {"pairing", "ios_pair_records", "trusted", "trusted IS NOT NULL",
     "'certificate of a trusted computer: ' || record", "computer"},
    {"backup", "ios_backup_info", "backed_up", "backed_up IS NOT NULL", "'this backup was made'", "computer"},
    {"backup", "ios_powerlog_device", "backed_up", "backed_up IS NOT NULL",
     "'a backup was made, by PowerLog'", "utc"},
    {"backup", "ios_powerlog", "time", "kind = 'backup'", "'PowerLog wrote down a backup'", "utc"},
    {"sim", "ios_sim_cards", "updated", "updated IS NOT NULL",
     "'a SIM card was noted: ' || coalesce(iccid, '')", "utc"},
    {"backup", "ios_backup_state", "time", "kind = 'state' AND time IS NOT NULL",
     "'the phone noted a backup' || iif(from_cloud, ' to iCloud', '')", "utc"},
    {"restore", "ios_backup_state", "time", "kind IN ('restore', 'transfer')",
     "iif(kind = 'transfer', 'data came from another phone', 'data came from a backup') || ', of build ' || "
     "coalesce(build_before, 'not named')",
     "utc"},
    {"update", "ios_update_log", "time", "build_before IS NOT NULL OR build IS NOT NULL",
     "'step of an update or restore: ' || coalesce(event, '') || ', ' || coalesce(build_before, '?') || ' to "
     "' || "
     "coalesce(build, '?')",
     "utc"},
    {"lockdown_mode", "ios_settings_events", "time", "setting LIKE '%LockdownMode%'",
     "setting || ' was changed by ' || coalesce(process, 'a process that is not named')", "utc"},
    {"setting", "ios_settings_events", "time",
     "setting LIKE '%HostPairing%' OR setting LIKE '%Passcode%' OR setting LIKE '%SoftwareUpdate%' OR "
     "setting "
     "LIKE '%DiagnosticSubmission%' OR setting LIKE '%USBRestrictedMode%'",
     "setting || ' was changed by ' || coalesce(process, 'a process that is not named')", "utc"},
    {"erase", "ios_filesystem", "modified", "path = '/private/var/root/.obliterated'",
     "'the phone was erased, by the time of a mark that this leaves'", "file"},
    {"erase", "ios_filesystem", "modified", "path = '/private/var/root/.bootstrapped'",
     "'the phone was set up, by the time of a mark that this leaves'", "file"},
    {"lockdown_mode", "ios_global_preferences", "NULL", "lockdown_mode IS NOT NULL",
     "'Lockdown Mode was ' || iif(lockdown_mode, 'on', 'off') || ' when this evidence was made'", "none"},
};

std::string select_of(const Source& source) {
  // Sources repeat themselves: PowerLog names one start in several records.
  std::string_view group = source.table == "ios_version_history" ? "os_version" : "at, said";
  return fmt::format("SELECT {} AS at, {} AS said, min(id), {} FROM {} WHERE {} GROUP BY {} ORDER BY min(id)",
                     source.time, source.text, source.local ? "time_local" : "NULL", source.table,
                     source.condition, source.local ? "at, said, time_local" : group);
}

void place(const ZoneHistory& history, DeviceEvent& event) {
  auto local = parse_local_time(event.stored);
  auto placed = local ? history.place(*local) : fail(local.error().fault, local.error().message);
  if (event.time) event.clock = "local_zone";
  if (event.time) return;
  event.clock = "none";  // what stands there is no reading of a clock
  if (!placed) return;
  event.clock = placed->by == PlacedTime::By::nothing ? "local_no_zone" : "local_two_zones";
  event.earliest = placed->earliest.nanoseconds;
  event.latest = placed->latest.nanoseconds;
}

class Collector {
 public:
  void add(DeviceEvent event) {
    if (events.size() < most_device_events)
      events.push_back(std::move(event));
    else
      ++beyond;
  }
  std::vector<DeviceEvent> events;
  std::uint64_t beyond = 0;
};

Result<> collect(const CaseStore& store, const Source& source, const ZoneHistory& history, Collector& all) {
  auto select = TRY(store.database().prepare(select_of(source)));
  while (TRY(select.step())) {
    DeviceEvent event{.kind = source.kind,
                      .time = {},
                      .earliest = {},
                      .latest = {},
                      .clock = source.clock,
                      .stored = std::string(select.text(3)),
                      .text = std::string(select.text(1)),
                      .source = std::string(source.table),
                      .record = select.integer(2)};
    if (!select.is_null(0)) event.time = select.integer(0);
    if (source.local)
      place(history, event);
    else if (!event.time)
      event.clock = "none";
    all.add(std::move(event));
  }
  return {};
}

std::string zone_in_words(std::int64_t seconds) {
  std::int64_t minutes = (seconds < 0 ? -seconds : seconds) / 60;
  return fmt::format("UTC{}{:02}:{:02}", seconds < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

void add_zone_changes(const ZoneHistory& history, Collector& all) {
  const auto& spans = history.spans();
  for (std::size_t i = 1; i < spans.size(); ++i) {
    const ZoneSpan &before = spans[i - 1], &after = spans[i];
    if (before.offset_seconds == after.offset_seconds) continue;
    all.add(
        {.kind = "time_zone",
         .time = {},
         .earliest = before.ends.nanoseconds,
         .latest = after.begins.nanoseconds,
         .clock = "between",
         .stored = {},
         .text = fmt::format("the phone's clock went from {} to {}: it travelled, daylight saving began or "
                             "ended, or the zone was set by hand",
                             zone_in_words(before.offset_seconds), zone_in_words(after.offset_seconds)),
         .source = after.source,
         .record = after.record});
  }
}

Result<> store_events(CaseStore& store, const std::vector<DeviceEvent>& events) {
  auto insert =
      TRY(store.database().prepare("INSERT INTO device_event VALUES(NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  auto bind = [&](int at, const std::optional<std::int64_t>& value) {
    value ? (void)insert.bind(at, *value) : (void)insert.bind_null(at);
  };
  for (const DeviceEvent& event : events) {
    insert.bind(1, event.kind);
    bind(2, event.time);
    bind(3, event.time ? event.time : event.earliest);
    bind(4, event.time ? event.time : event.latest);
    insert.bind(5, event.clock).bind(7, std::string_view(event.text)).bind(8, std::string_view(event.source));
    event.stored.empty() ? insert.bind_null(6) : insert.bind(6, std::string_view(event.stored));
    TRY(insert.bind(9, event.record).run());
  }
  return {};
}

}  // namespace

Result<std::uint64_t> fill_device_events(CaseStore& store, const ZoneHistory& history) {
  Collector all;
  for (const Source& source : sources) TRY(collect(store, source, history, all));
  add_zone_changes(history, all);
  for (DeviceEvent& gap : TRY(device_gaps(store, all.events))) all.add(std::move(gap));
  // Those without any time come last.
  auto key = [](const DeviceEvent& e) {
    auto at = e.time ? e.time : e.earliest;
    return std::tuple(!at.has_value(), at.value_or(0), e.kind, std::string_view(e.source), e.record);
  };
  std::ranges::sort(all.events, {}, key);
  TRY(store.database().run("BEGIN"));
  TRY(store_events(store, all.events));
  TRY(store.database().run("COMMIT"));
  return all.beyond;
}

}  // namespace bridle
