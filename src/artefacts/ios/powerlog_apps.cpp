#include "evidence/input.h"
#include "evidence/power_clock.h"
#include "records/artefact.h"

namespace bridle::ios::powerlog_apps {
namespace {

struct Row {
  std::string_view kind;
  std::optional<Time> time;
  std::optional<AppId> bundle_id;
  std::optional<Prose> app_name;
  std::optional<std::string_view> executable_name;
  std::optional<std::string_view> version;
  std::optional<Time> deleted;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::kind>("app: an app that is installed, or was; uninstall: one was removed."),
    column<&Row::time>(
        "When PowerLog wrote it down, UTC by the device's clock (ios_powerlog says how it is found).")
        .event("powerlog_app"),
    column<&Row::bundle_id>("Bundle identifier of the app.").relation(Relation::installed),
    column<&Row::app_name>("The app's name as shown."),
    column<&Row::executable_name>("Name of its program."),
    column<&Row::version>("Version of the app."),
    column<&Row::deleted>("app: when it was removed, UTC by device clock; NULL for apps that are there.")
        .event("app_removed"),
    column<&Row::others>("All other columns that are neither NULL, 0 nor empty, as JSON."),
};
constexpr TableSchema schema =
    table<Row>("ios_powerlog_apps", "One row per app that PowerLog knows, removed ones too.", columns);

constexpr std::string_view paths[] = {
    "/private/var/containers/Shared/SystemGroup/*/Library/BatteryLife/CurrentPowerlog.PLSQL",
    "/private/var/containers/Shared/SystemGroup/*/Library/BatteryLife/Archives/*.PLSQL*",
    "/private/var/mobile/Library/BatteryLife/CurrentPowerlog.PLSQL",
    "/private/var/mobile/Library/BatteryLife/Archives/*.PLSQL*",
    "sysdiagnose/logs/powerlogs/*.PLSQL*",
};

Result<> read_table(const SqliteView& db, std::string_view table, std::string_view kind,
                    const PowerClock& clock, Rows<Row>& out) {
  if (!db.has_table(table)) return {};
  auto rows = TRY(NamedRows::open(db, table));
  while (TRY(rows.step())) {
    Row row{.kind = kind,
            .time = clock.time(rows.real("timestamp")),
            .bundle_id = rows.filled<AppId>("AppBundleId"),
            .app_name = rows.filled<Prose>("AppName"),
            .executable_name = rows.filled("AppExecutable"),
            .version = rows.filled("AppBundleVersion")};
    if (auto deleted = rows.real("AppDeletedDate"); deleted && *deleted > 0)
      row.deleted = time_or_nothing(time_from_unix_seconds(*deleted));
    (void)rows.integer("ID");
    row.others = rows.others<Json>();
    out.add(at_row(table, rows.rowid()), row);
  }
  return {};
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  PowerClock clock = TRY(PowerClock::open(db));
  TRY(read_table(db, "PLApplicationAgent_EventNone_AllApps", "app", clock, out));
  return read_table(db, "PLApplicationAgent_EventForward_ApplicationDidUninstall", "uninstall", clock, out);
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.powerlog_apps",
    .title = "Apps that PowerLog knows",
    .source =
        "PowerLog databases of iOS 12 to 26, also packed; ios-artifacts.md 4.8; checked on one of December "
        "2021",
    .platform = Platform::ios,
    .question = Question::configuration,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
    .dump_only = true,
    .in_dumps = Presence::always,
};

}  // namespace bridle::ios::powerlog_apps
