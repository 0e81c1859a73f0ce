#include <fmt/format.h>

#include "evidence/input.h"
#include "evidence/power_clock.h"
#include "records/artefact.h"

namespace bridle::ios::powerlog {
namespace {

struct Row {
  std::string_view kind;
  std::optional<Time> time;
  std::optional<double> stored_time;
  std::optional<double> clock_offset;
  std::optional<Time> ended;
  std::optional<ProcessName> process;
  std::optional<FilePath> executable;
  std::optional<AppId> bundle_id;
  std::optional<AppId> job;
  std::optional<std::int64_t> pid;
  std::optional<Host> remote;
  std::optional<std::int64_t> remote_port;
  std::optional<double> wifi_in;
  std::optional<double> wifi_out;
  std::optional<double> wwan_in;
  std::optional<double> wwan_out;
  std::optional<std::string_view> topic;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::kind>(
        "start: a process ran; traffic: what it sent and received in a time; connection: whom it "
        "reached; job: what a job of launchd did; app_state, app_exit, run_time, audio, camera, location, "
        "push, shortcut, backup, config, lock, screen, task: see the table that the locator names."),
    column<&Row::time>(
        "When, UTC by the device's clock: the time stored, with the offset of PowerLog's clock that was "
        "in force then.")
        .event("powerlog"),
    column<&Row::stored_time>("Seconds since 1970 by PowerLog's own clock, as stored."),
    column<&Row::clock_offset>(
        "Seconds that were added: from the last line of the table of offsets that is not later; "
        "from its first for what is older; NULL when the table is missing, and then `time` is "
        "by PowerLog's clock."),
    column<&Row::ended>("End of a time that has one, as `time`."),
    column<&Row::process>("Name of the process or job, in full.").relation(Relation::executed),
    column<&Row::executable>("Path or name of the executable, where it is given.")
        .relation(Relation::executed),
    column<&Row::bundle_id>("Bundle identifier.").relation(Relation::executed),
    column<&Row::job>("job: label of launchd's job, often a bundle identifier.").relation(Relation::executed),
    column<&Row::pid>("Process id."),
    column<&Row::remote>("connection and push: name or address of the other side.")
        .relation(Relation::connected),
    column<&Row::remote_port>("connection: its port."),
    column<&Row::wifi_in>("Bytes received over Wi-Fi."),
    column<&Row::wifi_out>("Bytes sent over Wi-Fi."),
    column<&Row::wwan_in>("Bytes received over the mobile network."),
    column<&Row::wwan_out>("Bytes sent over the mobile network."),
    column<&Row::topic>("push: its topic. shortcut: its name. location: who asked."),
    column<&Row::others>("All other columns that are neither NULL, 0 nor empty, as JSON."),
};
constexpr TableSchema schema = table<Row>(
    "ios_powerlog",
    "One row per event of PowerLog that names a process, an app in use, a connection or a state.", columns);

constexpr std::string_view paths[] = {
    "/private/var/containers/Shared/SystemGroup/*/Library/BatteryLife/CurrentPowerlog.PLSQL",
    "/private/var/containers/Shared/SystemGroup/*/Library/BatteryLife/CurrentBackgroundProcessing.BGSQL",
    "/private/var/containers/Shared/SystemGroup/*/Library/BatteryLife/Archives/*.PLSQL*",
    "/private/var/containers/Shared/SystemGroup/*/Library/BatteryLife/Archives/*.BGSQL*",
    "/private/var/mobile/Library/BatteryLife/CurrentPowerlog.PLSQL",
    "/private/var/mobile/Library/BatteryLife/Archives/*.PLSQL*",
    "sysdiagnose/logs/powerlogs/*.PLSQL*",
    "sysdiagnose/logs/powerlogs/*.BGSQL*",
};

// Which columns of a table mean what; what is not named goes to `others`.
struct Source {
  std::string_view table, kind;
  std::string_view process, executable, bundle, pid;
};
constexpr Source sources[] = {
    {"PLProcessMonitorAgent_EventForward_ProcessID", "start", "ProcessName", "", "BundleID", "PID"},
    {"PLProcessNetworkAgent_EventInterval_UsageDiff", "traffic", "ProcessName", "", "BundleName", ""},
    {"PLProcessNetworkAgent_EventPoint_Connection", "connection", "ProcessName", "", "", "ProcessPID"},
    {"PLCoalitionAgent_EventInterval_CoalitionInterval", "job", "", "", "BundleId", ""},
    {"PLApplicationAgent_EventForward_Application", "app_state", "", "", "Identifier", "pid"},
    {"PLApplicationAgent_EventPoint_ApplicationExitReason", "app_exit", "", "", "Identifier", "pid"},
    {"PLAppTimeService_Aggregate_AppRunTime", "run_time", "", "", "BundleID", ""},
    {"PLAudioAgent_EventPoint_AudioApp", "audio", "", "", "ApplicationName", "PID"},
    {"PLCameraAgent_EventForward_Camera", "camera", "", "", "BundleId", ""},
    {"PLLocationAgent_EventForward_ClientStatus", "location", "", "Executable", "BundleId", ""},
    {"PLPushAgent_EventPoint_ReceivedPush", "push", "", "", "BundleID", ""},
    {"PLXPCAgent_EventPoint_ShortcutsTriggerFired", "shortcut", "", "", "WFAssociatedAppBundleID", ""},
    {"PLXPCAgent_EventPoint_MobileBackupEvents", "backup", "", "", "", ""},
    {"PLConfigAgent_EventNone_Config", "config", "", "", "", ""},
    {"PLSpringBoardAgent_EventForward_SBLock", "lock", "", "", "", ""},
    {"PLScreenStateAgent_EventForward_ScreenState", "screen", "", "", "bundleID", ""},
    {"BackgroundProcessing_TaskMetadata", "task", "", "", "", ""},
    {"BackgroundProcessing_TaskInstanceData", "task", "", "", "", ""},
};

void read_details(const Source& source, NamedRows& rows, Row& row) {
  if (source.kind == "job") {
    row.job = rows.filled<AppId>("LaunchdName");
  } else if (source.kind == "traffic") {
    row.wifi_in = rows.real("WifiIn");
    row.wifi_out = rows.real("WifiOut");
    row.wwan_in = rows.real("CellIn");
    row.wwan_out = rows.real("CellOut");
  } else if (source.kind == "connection") {
    row.remote = rows.filled<Host>("RemoteAddress");
    row.remote_port = rows.integer("RemotePort");
    row.wifi_in = rows.real("rxWifiBytes");
    row.wifi_out = rows.real("txWifiBytes");
    row.wwan_in = rows.real("rxCellularBytes");
    row.wwan_out = rows.real("txCellularBytes");
  } else if (source.kind == "push") {
    row.remote = rows.filled<Host>("ServerHostname");
    row.topic = rows.text("Topic");
    if (!row.remote) row.remote = rows.filled<Host>("ServerIP");
  } else if (source.kind == "shortcut") {
    row.topic = rows.text("WFWorkflowName");
  } else if (source.kind == "location") {
    row.topic = rows.text("Client");
  }
}

Result<> read_table(const SqliteView& db, const std::string& table, const Source& source,
                    const PowerClock& clock, Rows<Row>& out) {
  auto rows = TRY(NamedRows::open(db, table));
  while (TRY(rows.step())) {
    Row row{.kind = source.kind, .stored_time = rows.real("timestamp")};
    if (row.stored_time) row.clock_offset = clock.offset(*row.stored_time);
    row.time = clock.time(row.stored_time);
    row.ended = clock.time(rows.real("timestampEnd"));
    if (!source.process.empty()) row.process = rows.filled<ProcessName>(source.process);
    if (!source.executable.empty()) row.executable = rows.filled<FilePath>(source.executable);
    if (!source.bundle.empty()) row.bundle_id = rows.filled<AppId>(source.bundle);
    if (!source.pid.empty()) row.pid = rows.integer(source.pid);
    read_details(source, rows, row);
    (void)rows.integer("ID");
    row.others = rows.others<Json>();
    out.add(at_row(table, rows.rowid()), row);
  }
  return {};
}

// "NAME", or "NAME_1_2": newer systems keep some tables for other lengths of time.
bool is_of(std::string_view table, std::string_view name) {
  if (!table.starts_with(name)) return false;
  table.remove_prefix(name.size());
  return table.empty() || (table.size() > 1 && table[0] == '_' &&
                           table.find_first_not_of("_0123456789") == std::string_view::npos);
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  PowerClock clock = TRY(PowerClock::open(db));
  bool any = false;
  for (const std::string& table : db.tables()) {
    for (const Source& source : sources) {
      if (!is_of(table, source.table)) continue;
      any = true;
      TRY(read_table(db, table, source, clock, out));
    }
  }
  if (!any) return fail(Fault::unsupported, "the database has none of the tables of PowerLog that are read");
  if (!clock.is_known())
    in.note("the table of clock offsets is missing or empty: times are by PowerLog's own clock");
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.powerlog",
    .title = "PowerLog: processes, traffic and states",
    .source =
        "PowerLog databases of iOS 12 to 26, also packed; columns checked on one of December 2021; "
        "ios-artifacts.md 4.8",
    .platform = Platform::ios,
    .question = Question::processes,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
    .dump_only = true,
    .in_dumps = Presence::always,
};

}  // namespace bridle::ios::powerlog
