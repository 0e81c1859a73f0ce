#include "evidence/input.h"
#include "evidence/power_clock.h"
#include "records/artefact.h"

namespace bridle::ios::powerlog_device {
namespace {

struct Row {
  std::string_view kind;
  std::optional<Time> time;
  std::optional<std::int64_t> utc_offset_seconds;
  std::optional<std::string_view> zone;
  std::optional<std::string_view> country;
  std::optional<std::string_view> build;
  std::optional<std::string_view> build_before;
  std::optional<std::string_view> boot_arguments;
  std::optional<Time> booted;
  std::optional<Time> upgraded;
  std::optional<Time> backed_up;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::kind>("zone: the time zone that the phone was in; config: what the phone was."),
    column<&Row::time>("When PowerLog wrote it down, UTC by the device's clock (ios_powerlog says how).")
        .event("powerlog_device"),
    column<&Row::utc_offset_seconds>("zone: seconds that it was east of Greenwich then."),
    column<&Row::zone>("zone: its name, such as America/Toronto."),
    column<&Row::country>("zone: country of the region that the owner set, which need not be where he was."),
    column<&Row::build>("config: build of the system."),
    column<&Row::build_before>("config: build at the record before, by PowerLog's own word."),
    column<&Row::boot_arguments>("config: arguments that the kernel was started with; phones as sold have "
                                 "none: an empty text."),
    column<&Row::booted>("config: when the phone had been started, found as `time`.").event("booted"),
    column<&Row::upgraded>("config: when the system was last replaced, found as `time`.")
        .event("system_upgraded"),
    column<&Row::backed_up>("config: when a backup was last made, UTC by device clock, 1 s steps.")
        .event("backup"),
    column<&Row::others>("All other columns that are neither NULL, 0 nor empty, as JSON."),
};
constexpr TableSchema schema = table<Row>(
    "ios_powerlog_device",
    "One row per record of PowerLog about the phone itself: its zone, build, start and upgrade.", columns);

constexpr std::string_view paths[] = {
    "/private/var/containers/Shared/SystemGroup/*/Library/BatteryLife/CurrentPowerlog.PLSQL",
    "/private/var/containers/Shared/SystemGroup/*/Library/BatteryLife/Archives/*.PLSQL*",
    "/private/var/mobile/Library/BatteryLife/CurrentPowerlog.PLSQL",
    "/private/var/mobile/Library/BatteryLife/Archives/*.PLSQL*",
    "sysdiagnose/logs/powerlogs/*.PLSQL*",
};
constexpr std::string_view zone_table = "PLLocaleAgent_EventForward_TimeZone";
constexpr std::string_view config_table = "PLConfigAgent_EventNone_Config";

void read_zone(NamedRows& rows, Row& row) {
  // No zone is further than 14 hours from Greenwich; another number is not taken, and stays in `others`.
  if (auto offset = rows.integer("SecondsFromGMT")) {
    if (*offset >= -14 * 3600 && *offset <= 14 * 3600)
      row.utc_offset_seconds = *offset;
    else
      rows.give_back("SecondsFromGMT");
  }
  row.zone = rows.filled("TimeZoneName");
  row.country = rows.filled("CountryCode");
}

void read_config(NamedRows& rows, const PowerClock& clock, Row& row) {
  row.build = rows.filled("Build");
  row.build_before = rows.filled("LastBuild");
  row.boot_arguments = rows.text("BootArgs");
  // Both are later than the record itself unless they are by its clock.
  row.booted = clock.time(rows.real("DeviceBootTime"));
  row.upgraded = clock.time(rows.real("LastUpgradeTimestamp"));
  // Whole seconds: another program's clock, the system's.
  if (auto last = rows.real("LastBackupTimestamp"); last && *last > 0)
    row.backed_up = time_or_nothing(time_from_unix_seconds(*last));
}

Result<> read_table(const SqliteView& db, std::string_view table, const PowerClock& clock, Rows<Row>& out) {
  if (!db.has_table(table)) return {};
  auto rows = TRY(NamedRows::open(db, table));
  while (TRY(rows.step())) {
    Row row{.kind = table == zone_table ? "zone" : "config", .time = clock.time(rows.real("timestamp"))};
    if (table == zone_table)
      read_zone(rows, row);
    else
      read_config(rows, clock, row);
    (void)rows.integer("ID");
    row.others = rows.others<Json>();
    out.add(at_row(table, rows.rowid()), row);
  }
  return {};
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  PowerClock clock = TRY(PowerClock::open(db));
  TRY(read_table(db, zone_table, clock, out));
  return read_table(db, config_table, clock, out);
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.powerlog_device",
    .title = "PowerLog: zone, build, start and upgrade of the phone",
    .source =
        "PowerLog databases of iOS 12 to 26, also packed; ios-artifacts.md 4.8, sysdiagnose.md 2.9; checked "
        "on "
        "one of December 2021, whose starts agree with its logd log",
    .platform = Platform::ios,
    .question = Question::device,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
    .dump_only = true,
    .in_dumps = Presence::always,
};

}  // namespace bridle::ios::powerlog_device
