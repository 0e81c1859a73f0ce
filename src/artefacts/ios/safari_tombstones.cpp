#include <vector>

#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::safari_tombstones {
namespace {

struct Row {
  std::int64_t tombstone_id;
  std::optional<Time> start_time;
  std::optional<Time> end_time;
  std::optional<Url> url;
  std::optional<std::int64_t> generation;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::tombstone_id>("Identifier within this database."),
    column<&Row::start_time>(
        "Begin of the time whose visits were deleted, UTC by device clock, 1 us steps; NULL for 0."),
    column<&Row::end_time>(
        "Its end: for a deletion up to now the moment of deletion, UTC by device clock, 1 us steps.")
        .event("safari_history_deleted"),
    column<&Row::url>("The address whose visits were deleted; NULL for all of that time.")
        .relation(Relation::visited),
    column<&Row::generation>("Counter of the synchronisation."),
    column<&Row::others>(
        "All other columns that are neither NULL, 0 nor empty, as JSON; blobs as base64, the first 64 KiB of "
        "each."),
};
constexpr TableSchema schema =
    table<Row>("ios_safari_tombstones",
               "One row per deletion in Safari's history that is still to be synchronised.", columns);

constexpr std::string_view paths[] = {
    "/private/var/mobile/Library/Safari/History.db",
    "/private/var/mobile/Library/Safari/Profiles/*/History.db",
    "/private/var/mobile/Containers/Data/Application/*/Library/Safari/History.db",
    "/private/var/mobile/Containers/Data/Application/*/Library/Safari/Profiles/*/History.db",
};

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  if (!db.has_table("history_tombstones")) {
    TRY(db.require("history_visits", {"visit_time"}));  // any other database is no history at all
    in.note("this history keeps no table of deletions");
    return {};
  }
  TRY(db.require("history_tombstones", {"start_time", "end_time"}));
  auto rows = TRY(NamedRows::open(db, "history_tombstones"));
  while (TRY(rows.step())) {
    Row row{.tombstone_id = rows.integer("id").value_or(rows.rowid())};
    row.start_time = rows.time("start_time", time_from_safari);
    row.end_time = rows.time("end_time", time_from_safari);
    row.url = rows.text<Url>("url");
    row.generation = rows.integer("generation");
    row.others = rows.others<Json>();
    out.add(at_row("history_tombstones", row.tombstone_id), row);
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.safari_tombstones",
    .title = "Deletions in Safari's history",
    .source = "History.db of iOS 8 to 18, table history_tombstones; ios-artifacts.md 2.4",
    .platform = Platform::ios,
    .question = Question::browsing,
    .presence = Presence::encrypted,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::safari_tombstones
