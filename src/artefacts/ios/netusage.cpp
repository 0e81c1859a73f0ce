#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::netusage {
namespace {

struct Row {
  std::string_view kind;
  std::optional<ProcessName> process;
  std::optional<ProcessName> effective_process;
  std::optional<AppId> bundle_id;
  std::optional<Time> first_seen;
  std::optional<Time> last_seen;
  std::optional<Host> host;
  std::optional<std::string_view> owner;
  std::optional<std::int64_t> hits;
  std::optional<std::string_view> network;
  std::optional<std::string_view> network_kind;
  std::optional<double> bytes_in;
  std::optional<double> bytes_out;
  std::optional<std::string_view> topic;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::kind>(
        "domain: a domain that an app reached; tracker: a domain known as one; app_run: an app ran; "
        "flow: a connection; case: trouble that the system looked into; network: a network that was "
        "used."),
    column<&Row::process>("Name of the process, in full; case: the one where the trouble was seen.")
        .relation(Relation::executed),
    column<&Row::effective_process>("case: the process that is held responsible.")
        .relation(Relation::executed),
    column<&Row::bundle_id>("Bundle identifier of the process.").relation(Relation::executed),
    column<&Row::first_seen>("First time or begin, UTC by device clock, microseconds.")
        .event("network_begin"),
    column<&Row::last_seen>("Last time or end, UTC by device clock, microseconds.").event("network_last"),
    column<&Row::host>("domain and tracker: the domain. flow: the other side, where it is text.")
        .relation(Relation::connected),
    column<&Row::owner>("domain: who owns it, by Apple's list."),
    column<&Row::hits>("domain: how often."),
    column<&Row::network>("network: name and address of its access point, or its cell."),
    column<&Row::network_kind>("network: wifi, cellular, or the number stored."),
    column<&Row::bytes_in>("network: bytes received there, of all times."),
    column<&Row::bytes_out>("network: bytes sent there, of all times."),
    column<&Row::topic>("case: its domain, type and subtype."),
    column<&Row::others>("All other columns that are neither NULL, 0 nor empty, as JSON."),
};
constexpr TableSchema schema = table<Row>(
    "ios_netusage", "One row per domain, run, connection, case and network of netusage.sqlite.", columns);

constexpr std::string_view paths[] = {"/private/var/networkd/netusage.sqlite",
                                      "/private/var/networkd/db/netusage.sqlite",
                                      "/private/var/wireless/Library/Databases/DataUsage.sqlite",
                                      "/private/var/wireless/Library/Databases/DataUsage-watch.sqlite"};

// Who a row belongs to: an app is a kind of process, and both are rows of one table.
class Processes {
 public:
  static Result<Processes> open(const SqliteView& db) {
    return Processes(TRY(SideTable::open(db, "ZPROCESS", "Z_PK", {"ZPROCNAME", "ZBUNDLENAME"})));
  }
  Result<> name(NamedRows& rows, Row& row) {
    auto id = rows.integer("ZHASAPP");
    if (!id) id = rows.integer("ZHASPROCESS");
    if (!id) return {};
    TRY(side_.seek(*id));
    row.process = side_.text<ProcessName>(0);
    row.bundle_id = side_.text<AppId>(1);
    if (!row.process) rows.give_back("ZHASAPP");
    return {};
  }

 private:
  explicit Processes(SideTable side) : side_(std::move(side)) {}
  SideTable side_;
};

std::optional<Time> moment(NamedRows& rows, std::string_view column) {
  return rows.time(column, time_from_cocoa_seconds);
}

void read_case(NamedRows& rows, Row& row, std::string& topic) {
  row.process = rows.filled<ProcessName>("ZCASEDETECTEDPROCESS");
  row.effective_process = rows.filled<ProcessName>("ZCASEEFFECTIVEPROCESS");
  for (std::string_view column : {"ZCASEDOMAIN", "ZCASETYPE", "ZCASESUBTYPE"}) {
    auto part = rows.text(column);
    if (!part || part->empty()) continue;
    if (!topic.empty()) topic += ", ";
    topic += *part;
  }
  if (!topic.empty()) row.topic = topic;
}

struct Source {
  std::string_view table, kind, first, last;
};
constexpr Source sources[] = {
    {"ZAPPDOMAINUSAGE", "domain", "ZFIRSTTIMESTAMP", "ZTIMESTAMP"},
    {"ZTRACKERDOMAIN", "tracker", "ZFIRSTTIMESTAMP", "ZTIMESTAMP"},
    {"ZAPPRUN", "app_run", "ZTIMESTART", "ZTIMEEND"},
    {"ZFLOW", "flow", "ZFIRSTTIMESTAMP", "ZTIMESTAMP"},
    {"ZDIAGNOSTICCASESTORAGE", "case", "ZTIMESTAMP", "ZCASECLOSEDTIME"},
};

Result<> read_source(const SqliteView& db, const Source& source, Processes& processes, Rows<Row>& out) {
  if (!db.has_table(source.table)) return {};
  auto rows = TRY(NamedRows::open(db, source.table));
  while (TRY(rows.step())) {
    Row row{.kind = source.kind,
            .first_seen = moment(rows, source.first),
            .last_seen = moment(rows, source.last),
            .host = rows.filled<Host>(source.kind == "flow" ? "ZREMOTEID" : "ZDOMAIN"),
            .owner = rows.text("ZDOMAINOWNER"),
            .hits = rows.integer("ZHITS")};
    TRY(processes.name(rows, row));
    std::string topic;
    if (source.kind == "case") read_case(rows, row, topic);
    (void)rows.integer("Z_PK");
    row.others = rows.others<Json>();
    out.add(at_row(source.table, rows.rowid()), row);
  }
  return {};
}

Result<> read_networks(const SqliteView& db, Rows<Row>& out) {
  if (!db.has_table("ZNETWORKATTACHMENT")) return {};
  auto traffic =
      TRY(SideTable::open(db, "ZLIVEROUTEPERF", "ZHASNETWORKATTACHMENT", {"ZBYTESIN", "ZBYTESOUT"}));
  auto rows = TRY(NamedRows::open(db, "ZNETWORKATTACHMENT"));
  while (TRY(rows.step())) {
    Row row{.kind = "network",
            .first_seen = moment(rows, "ZFIRSTTIMESTAMP"),
            .last_seen = moment(rows, "ZTIMESTAMP"),
            .network = rows.text("ZIDENTIFIER")};
    auto kind = rows.integer("ZKIND");
    std::string number = kind ? std::to_string(*kind) : std::string();
    if (kind) row.network_kind = *kind == 1 ? "wifi" : *kind == 2 ? "cellular" : std::string_view(number);
    TRY(traffic.seek(rows.integer("Z_PK").value_or(rows.rowid())));
    for (std::size_t i = 0; i < traffic.count(); ++i) {
      if (auto in = traffic.real(0, i)) row.bytes_in = row.bytes_in.value_or(0) + *in;
      if (auto sent = traffic.real(1, i)) row.bytes_out = row.bytes_out.value_or(0) + *sent;
    }
    row.others = rows.others<Json>();
    out.add(at_row("ZNETWORKATTACHMENT", rows.rowid()), row);
  }
  return {};
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  auto processes = TRY(Processes::open(db));
  for (const Source& source : sources) TRY(read_source(db, source, processes, out));
  return read_networks(db, out);
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.netusage",
    .title = "Domains, runs, cases and networks by process",
    .source = "netusage.sqlite of iOS 14 to 18, the tables beside its traffic counters; ios-artifacts.md 4.3",
    .platform = Platform::ios,
    .question = Question::processes,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
    .in_dumps = Presence::always,
};

}  // namespace bridle::ios::netusage
