#include <fmt/format.h>

#include <map>
#include <string>

#include "base/text.h"
#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::data_usage {
namespace {

struct Row {
  std::string_view kind;
  std::optional<ProcessName> process_name;
  std::optional<ProcessName> full_process_name;
  std::optional<AppId> bundle_part;
  std::optional<std::string_view> stored_name;
  std::optional<AppId> bundle_id;
  std::optional<std::int64_t> process_id;
  std::optional<Time> first_seen;
  std::optional<Time> last_seen;
  std::optional<std::int64_t> live_id;
  std::optional<std::int64_t> live_process_id;
  std::optional<Time> live_time;
  std::optional<std::int64_t> usage_kind;
  std::optional<std::int64_t> wifi_in;
  std::optional<std::int64_t> wifi_out;
  std::optional<std::int64_t> wwan_in;
  std::optional<std::int64_t> wwan_out;
  std::optional<std::int64_t> wired_in;
  std::optional<std::int64_t> wired_out;
  std::optional<std::int64_t> gap_first;
  std::optional<std::int64_t> gap_last;
  std::optional<std::int64_t> gap_count;
  std::optional<std::string_view> gap_after;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::kind>("usage: traffic of a process; idle: a process without traffic; orphan: traffic whose "
                       "process row is gone; "
                       "unattributed: traffic that names no process; gap: process ids that are missing; "
                       "lost: traffic whose process row "
                       "may have stood on a damaged page."),
    column<&Row::process_name>("Process of DataUsage.sqlite: what stands before the slash, cut off by iOS at "
                               "16 characters; NULL where a UUID "
                               "stands there.")
        .relation(Relation::executed)
        .cut_at(16),
    column<&Row::full_process_name>("Process of netusage.sqlite, which does not cut names.")
        .relation(Relation::executed),
    column<&Row::bundle_part>("What stands behind the slash: the app or service that the traffic was for.")
        .relation(Relation::installed),
    column<&Row::stored_name>("ZPROCNAME as stored."),
    column<&Row::bundle_id>("ZBUNDLENAME: the app or service that the traffic was for.")
        .relation(Relation::installed),
    column<&Row::process_id>("Id of the process row; ids are given in rising order and never again."),
    column<&Row::first_seen>("First traffic of the process, UTC by device clock, microseconds.")
        .event("first_usage"),
    column<&Row::last_seen>("Last change of the process row, UTC by device clock, microseconds.")
        .event("current_usage"),
    column<&Row::live_id>("Id of the traffic row."),
    column<&Row::live_process_id>("The process id that the traffic row names, present or not."),
    column<&Row::live_time>("When the traffic row was begun, UTC by device clock, microseconds.")
        .event("live_usage"),
    column<&Row::usage_kind>("ZKIND, undocumented: 0 and 1 in netusage.sqlite; 257 is said to be noise."),
    column<&Row::wifi_in>("Bytes received over Wi-Fi; NULL where the database does not count them."),
    column<&Row::wifi_out>("Bytes sent over Wi-Fi; NULL where the database does not count them."),
    column<&Row::wwan_in>("Bytes received over the mobile network."),
    column<&Row::wwan_out>("Bytes sent over the mobile network."),
    column<&Row::wired_in>("Bytes received by cable; netusage.sqlite only."),
    column<&Row::wired_out>("Bytes sent by cable; netusage.sqlite only."),
    column<&Row::gap_first>("First missing process id of a gap."),
    column<&Row::gap_last>(
        "Last missing process id; for the last gap the highest id that was ever given (Z_PRIMARYKEY)."),
    column<&Row::gap_count>("How many ids are missing."),
    column<&Row::gap_after>("Name of the process before the gap as stored; NULL when there is none."),
    column<&Row::others>(
        "Other columns that are neither NULL nor 0 nor empty: {\"usage\":{…},\"process\":{…}}."),
};
constexpr TableSchema schema = table<Row>(
    "ios_data_usage",
    "One row per traffic counter, per process without one, and per gap among the process ids.", columns);

constexpr std::string_view paths[] = {"/private/var/wireless/Library/Databases/DataUsage.sqlite",
                                      "/private/var/networkd/netusage.sqlite",
                                      "/private/var/networkd/db/netusage.sqlite"};

struct Process {
  std::optional<std::string> name, bundle;
  std::optional<Time> first, last;
  std::string others;
  bool used = false;
};
using Processes = std::map<std::int64_t, Process>;

std::optional<std::string_view> some(std::optional<std::string_view> text) {
  return text && !text->empty() ? text : std::nullopt;
}

std::optional<std::string> owned(std::optional<std::string_view> text) {
  return text ? std::optional<std::string>(*text) : std::nullopt;
}

Result<Processes> read_processes(const SqliteView& db) {
  TRY(db.require("ZPROCESS", {"Z_PK", "ZFIRSTTIMESTAMP", "ZTIMESTAMP", "ZPROCNAME"}));
  auto rows = TRY(NamedRows::open(db, "ZPROCESS"));
  Processes processes;
  while (TRY(rows.step())) {
    std::int64_t id = rows.integer("Z_PK").value_or(rows.rowid());
    processes[id] = {.name = owned(rows.text("ZPROCNAME")),
                     .bundle = owned(some(rows.text("ZBUNDLENAME"))),
                     .first = rows.time("ZFIRSTTIMESTAMP", time_from_cocoa_seconds),
                     .last = rows.time("ZTIMESTAMP", time_from_cocoa_seconds),
                     .others = rows.others<std::string>().value_or("")};
  }
  return processes;
}

void describe(Row& row, std::int64_t id, const Process& process, bool cut) {
  row.process_id = id;
  row.first_seen = process.first;
  row.last_seen = process.last;
  if (process.bundle) row.bundle_id = AppId{*process.bundle};
  if (!process.name) return;
  std::string_view name = *process.name;
  row.stored_name = name;
  auto slash = name.find('/');
  std::string_view before = name.substr(0, slash);
  if (slash != std::string_view::npos && slash + 1 < name.size())
    row.bundle_part = AppId{name.substr(slash + 1)};
  if (before.empty() || is_uuid(before)) return;
  (cut ? row.process_name : row.full_process_name) = ProcessName{before};
}

std::string joined_others(std::string_view usage, std::string_view process) {
  std::string text;
  if (!usage.empty()) text = fmt::format("\"usage\":{}", usage);
  if (!process.empty()) text += fmt::format("{}\"process\":{}", text.empty() ? "" : ",", process);
  return text.empty() ? text : "{" + text + "}";
}

Result<> read_usage(const SqliteView& db, Processes& processes, bool cut, bool whole, Rows<Row>& out) {
  TRY(db.require("ZLIVEUSAGE", {"Z_PK", "ZHASPROCESS", "ZTIMESTAMP"}));
  auto rows = TRY(NamedRows::open(db, "ZLIVEUSAGE"));
  while (TRY(rows.step())) {
    Row row{.kind = "usage",
            .live_id = rows.integer("Z_PK").value_or(rows.rowid()),
            .live_process_id = rows.integer("ZHASPROCESS"),
            .live_time = rows.time("ZTIMESTAMP", time_from_cocoa_seconds),
            .usage_kind = rows.integer("ZKIND"),
            .wifi_in = rows.integer("ZWIFIIN"),
            .wifi_out = rows.integer("ZWIFIOUT"),
            .wwan_in = rows.integer("ZWWANIN"),
            .wwan_out = rows.integer("ZWWANOUT"),
            .wired_in = rows.integer("ZWIREDIN"),
            .wired_out = rows.integer("ZWIREDOUT")};
    auto process = row.live_process_id ? processes.find(*row.live_process_id) : processes.end();
    std::string others =
        joined_others(rows.others().value_or(""), process == processes.end() ? "" : process->second.others);
    if (!others.empty()) row.others = Json{others};
    if (process != processes.end()) {
      process->second.used = true;
      describe(row, process->first, process->second, cut);
    } else {
      row.kind = !row.live_process_id ? "unattributed" : whole ? "orphan" : "lost";
    }
    out.add(at_row("ZLIVEUSAGE", rows.rowid()), row);
  }
  return {};
}

void add_idle(const Processes& processes, bool cut, Rows<Row>& out) {
  for (const auto& [id, process] : processes) {
    if (process.used) continue;
    Row row{.kind = "idle"};
    describe(row, id, process, cut);
    std::string others = joined_others("", process.others);
    if (!others.empty()) row.others = Json{others};
    out.add(at_row("ZPROCESS", id), row);
  }
}

// The highest process id ever given: Core Data counts for an entity and for its sub-entities, which share the
// table.
Result<std::int64_t> highest_id_given(const SqliteView& db) {
  if (!db.require("Z_PRIMARYKEY", {"Z_ENT", "Z_NAME", "Z_SUPER", "Z_MAX"})) return 0;
  auto rows =
      TRY(db.query("SELECT max(Z_MAX) FROM Z_PRIMARYKEY WHERE Z_NAME = 'Process' OR Z_SUPER IN (SELECT Z_ENT "
                   "FROM Z_PRIMARYKEY "
                   "WHERE Z_NAME = 'Process')"));
  auto there = rows.step();
  return there && *there ? rows.integer(0).value_or(0) : 0;
}

void add_gaps(const Processes& processes, std::int64_t highest, Rows<Row>& out) {
  std::int64_t before = 0;
  std::optional<std::string_view> name;
  auto add = [&](std::int64_t next) {  // ids are positive, so that no difference overflows
    if (next - before < 2) return;
    out.add({fmt::format("ZPROCESS rowids {} to {}, missing", before + 1, next - 1)},
            {.kind = "gap",
             .gap_first = before + 1,
             .gap_last = next - 1,
             .gap_count = next - before - 1,
             .gap_after = name});
  };
  for (const auto& [id, process] : processes) {
    if (id < 1) continue;
    add(id);
    before = id;
    name = process.name ? std::optional<std::string_view>(*process.name) : std::nullopt;
  }
  if (highest > before && highest < std::numeric_limits<std::int64_t>::max()) add(highest + 1);
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  bool cut = !in.entry().path.ends_with("netusage.sqlite");
  Processes processes = TRY(read_processes(db));
  bool whole = !db.notes().has_losses();
  if (!whole)
    in.note(
        "process rows were lost to damaged pages: orphans and gaps among process ids cannot be told from the "
        "damage");
  TRY(read_usage(db, processes, cut, whole, out));
  add_idle(processes, cut, out);
  if (whole) add_gaps(processes, TRY(highest_id_given(db)), out);
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.data_usage",
    .title = "Network usage by process",
    .source = "DataUsage.sqlite and netusage.sqlite of iOS 9 to 18; ios-artifacts.md 2.0 (NetBase) and 4.3",
    .platform = Platform::ios,
    .question = Question::processes,
    .presence = Presence::always,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::data_usage
