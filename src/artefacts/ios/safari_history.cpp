#include <vector>

#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::safari_history {
namespace {

struct Row {
  std::int64_t visit_id;
  std::optional<Time> visit_time;
  Relation relation;
  std::optional<Url> url;
  std::optional<Prose> title;
  std::optional<std::string_view> domain;
  std::optional<std::int64_t> item_id;
  std::optional<std::int64_t> visit_count;
  std::optional<std::int64_t> redirect_source;
  std::optional<Url> source_url;
  std::optional<double> seconds_from_source;
  std::optional<std::int64_t> redirect_destination;
  std::optional<Url> destination_url;
  std::optional<double> seconds_to_destination;
  std::optional<bool> load_successful;
  std::optional<bool> http_non_get;
  std::optional<std::int64_t> origin;
  std::optional<std::int64_t> generation;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::visit_id>("Identifier of the visit within this database."),
    column<&Row::visit_time>(
        "When the page was opened, UTC by the clock of the device that opened it, 1 us steps; NULL for 0.")
        .event("safari_visit"),
    column<&Row::relation>("visited; mentioned for a visit that came from another device of the account."),
    column<&Row::url>("Address of the page."),
    column<&Row::title>("Title of the page at that visit."),
    column<&Row::domain>("Site without its top level, as Safari keeps it for completion."),
    column<&Row::item_id>("Identifier of the address within this database."),
    column<&Row::visit_count>("How often the address was opened in all."),
    column<&Row::redirect_source>(
        "The visit that redirected to this one, within this database; NULL for none."),
    column<&Row::source_url>("Its address."),
    column<&Row::seconds_from_source>("Time from that visit to this one, in seconds."),
    column<&Row::redirect_destination>(
        "The visit that this one redirected to, within this database; NULL for none."),
    column<&Row::destination_url>("Its address."),
    column<&Row::seconds_to_destination>("Time from this visit to that one, in seconds."),
    column<&Row::load_successful>("Whether the page was loaded."),
    column<&Row::http_non_get>("Whether it was asked for by another method than GET."),
    column<&Row::origin>("0 this device, 1 another one, by synchronisation; NULL where not stored."),
    column<&Row::generation>("Counter of the synchronisation."),
    column<&Row::others>(
        "All other columns of the visit that are neither NULL, 0 nor empty, as JSON; blobs as base64, the "
        "first 64 KiB of each."),
};
constexpr TableSchema schema =
    table<Row>("ios_safari_history", "One row per visit in Safari's history.", columns);

constexpr std::string_view paths[] = {
    "/private/var/mobile/Library/Safari/History.db",
    "/private/var/mobile/Library/Safari/Profiles/*/History.db",
    "/private/var/mobile/Containers/Data/Application/*/Library/Safari/History.db",
    "/private/var/mobile/Containers/Data/Application/*/Library/Safari/Profiles/*/History.db",
};

// Another visit of the same database: its address and time.
struct Visit {
  std::string url;
  bool has_url = false;
  std::optional<Time> time;
};

class Visits {
 public:
  static Result<Visits> open(const SqliteView& db) {
    return Visits{TRY(SideTable::open(db, "history_visits", "id", {"history_item", "visit_time"})),
                  TRY(SideTable::open(db, "history_items", "id", {"url"}))};
  }

  Result<Visit> find(std::int64_t id) {
    Visit visit;
    if (TRY(visits_.seek(id)) == 0) return visit;
    if (auto seconds = visits_.real(1)) visit.time = time_or_nothing(time_from_safari(*seconds));
    TRY(items_.seek(visits_.integer(0).value_or(0)));
    if (auto url = items_.text(0)) {
      visit.url = *url;
      visit.has_url = true;
    }
    return visit;
  }

 private:
  Visits(SideTable visits, SideTable items) : visits_(std::move(visits)), items_(std::move(items)) {}
  SideTable visits_, items_;
};

std::optional<std::int64_t> visit_in(NamedRows& rows, std::string_view column) {
  auto id = rows.integer(column);
  return id && *id != 0 ? id : std::nullopt;
}

std::optional<double> seconds_between(std::optional<Time> from, std::optional<Time> to) {
  std::int64_t nanoseconds = 0;
  if (!from || !to || __builtin_sub_overflow(to->nanoseconds, from->nanoseconds, &nanoseconds))
    return std::nullopt;
  return static_cast<double>(nanoseconds) / 1e9;
}

void read_visit(NamedRows& rows, Row& row) {
  row.visit_time = rows.time("visit_time", time_from_safari);
  row.title = rows.text<Prose>("title");
  row.item_id = rows.integer("history_item");
  row.redirect_source = visit_in(rows, "redirect_source");
  row.redirect_destination = visit_in(rows, "redirect_destination");
  row.load_successful = rows.boolean("load_successful");
  row.http_non_get = rows.boolean("http_non_get");
  row.origin = rows.integer("origin");
  row.generation = rows.integer("generation");
  row.relation = row.origin.value_or(0) == 0 ? Relation::visited : Relation::mentioned;
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  TRY(db.require("history_items", {"id", "url"}));
  TRY(db.require("history_visits", {"id", "history_item", "visit_time"}));
  auto items = TRY(SideTable::open(db, "history_items", "id", {"url", "domain_expansion", "visit_count"}));
  auto visits = TRY(Visits::open(db));
  auto rows = TRY(NamedRows::open(db, "history_visits"));
  while (TRY(rows.step())) {
    Row row{.visit_id = rows.integer("id").value_or(rows.rowid())};
    read_visit(rows, row);
    TRY(items.seek(row.item_id.value_or(0)));
    row.url = items.text<Url>(0);
    row.domain = items.text(1);
    row.visit_count = items.integer(2);
    Visit source, destination;
    if (row.redirect_source) source = TRY(visits.find(*row.redirect_source));
    if (row.redirect_destination) destination = TRY(visits.find(*row.redirect_destination));
    if (source.has_url) row.source_url = Url{source.url};
    if (destination.has_url) row.destination_url = Url{destination.url};
    row.seconds_from_source = seconds_between(source.time, row.visit_time);
    row.seconds_to_destination = seconds_between(row.visit_time, destination.time);
    row.others = rows.others<Json>();
    out.add(at_row("history_visits", row.visit_id), row);
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.safari_history",
    .title = "Safari history",
    .source = "History.db of iOS 8 to 18 and of Safari's profiles since iOS 17; ios-artifacts.md 2.4",
    .platform = Platform::ios,
    .question = Question::browsing,
    .presence = Presence::encrypted,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::safari_history
