#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::analytics {
namespace {

struct Row {
  std::string_view kind;
  std::string_view database;
  std::optional<Time> time;
  std::optional<std::string_view> build;
  std::optional<std::string_view> product;
  std::optional<Json> members;
};

constexpr std::array columns{
    column<&Row::kind>("Table: hard_failures, soft_failures or all_events."),
    column<&Row::database>("File name of the database: which service tells."),
    column<&Row::time>("When it happened, UTC by device clock, 1 us steps; NULL when not stored.")
        .event("keychain_analytics"),
    column<&Row::build>("Build of the system then."),
    column<&Row::product>("Product of the system then."),
    column<&Row::members>("All that is stored of the event, as JSON; NULL when nothing is."),
};
constexpr TableSchema schema = table<Row>(
    "ios_analytics", "One row per failure or event that keychain, trust and cloud services noted.", columns);

constexpr std::string_view paths[] = {"/private/var/Keychains/Analytics/*.db"};

constexpr std::string_view tables[] = {"hard_failures", "soft_failures", "all_events"};

std::string_view name_of(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

Result<Time> from_seconds(double seconds) {
  return time_from_unix_seconds(seconds);
}

Result<> read(Input& in, const SqliteView& db, std::string_view table, Rows<Row>& out) {
  if (!db.has_table(table)) return {};
  TRY(db.require(table, {"timestamp", "data"}));
  auto rows = TRY(NamedRows::open(db, table));
  while (TRY(rows.step())) {
    Row row{
        .kind = table, .database = name_of(in.entry().path), .time = rows.time("timestamp", from_seconds)};
    Locator where = at_row(table, rows.rowid());
    auto data = rows.blob("data");
    std::optional<Plist> plist;
    std::string members;
    if (data && !data->empty()) {
      auto parsed = Plist::parse(*data);
      if (parsed)
        plist = std::move(*parsed);
      else
        out.skip(where, parsed.error());  // the event stands all the same
    }
    if (plist) {
      members = to_json(plist->root());
      row.members = Json{members};
      row.build = plist->root()["build"].string();
      row.product = plist->root()["product"].string();
    }
    out.add(where, row);
  }
  return {};
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  TRY(db.require("hard_failures", {"timestamp", "data"}));
  for (std::string_view table : tables) TRY(read(in, db, table, out));
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.analytics",
    .title = "Analytics of keychain services",
    .source = "Keychains/Analytics/*.db of iOS 12 to 18; ios-artifacts.md 2.2",
    .platform = Platform::ios,
    .question = Question::device,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
    .dump_only = true,
    .in_dumps = Presence::usual,
};

}  // namespace bridle::ios::analytics
