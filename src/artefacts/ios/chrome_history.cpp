#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::chrome_history {
namespace {

struct Row {
  std::int64_t visit_id;
  std::optional<Time> visit_time;
  Relation relation;
  std::optional<Url> url;
  std::optional<Prose> title;
  std::optional<std::int64_t> url_id;
  std::optional<std::int64_t> visit_count;
  std::optional<std::int64_t> typed_count;
  std::optional<std::int64_t> from_visit;
  std::optional<Url> from_url;
  std::optional<double> duration_seconds;
  std::optional<std::int64_t> transition;
  std::string_view transition_name;
  std::optional<bool> client_redirect;
  std::optional<bool> server_redirect;
  std::optional<std::int64_t> source;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::visit_id>("Identifier of the visit within this database."),
    column<&Row::visit_time>(
        "When the page was opened, UTC by the clock of the device that opened it, 1 us steps; NULL for 0.")
        .event("chrome_visit"),
    column<&Row::relation>("visited; mentioned for a visit that came from another device of the account."),
    column<&Row::url>("Address of the page; NULL when its row is gone."),
    column<&Row::title>("Title of the page."),
    column<&Row::url_id>("Identifier of the address within this database."),
    column<&Row::visit_count>("How often the address was opened in all."),
    column<&Row::typed_count>("How often it was typed."),
    column<&Row::from_visit>("The visit that led to this one, by link or redirect; NULL for none."),
    column<&Row::from_url>("Its address."),
    column<&Row::duration_seconds>("How long the page stayed open, in seconds; NULL for 0."),
    column<&Row::transition>("How the visit came about, as stored: kind in the low byte, flags above."),
    column<&Row::transition_name>("The kind in words: link, typed, reload and others."),
    column<&Row::client_redirect>("Whether a page (script, refresh) redirected to this one."),
    column<&Row::server_redirect>("Whether a server redirected to this one."),
    column<&Row::source>("Table visit_source: 0 synchronised, 1 browsed, 2 extension, 3 and more imported; "
                         "NULL for browsed here."),
    column<&Row::others>(
        "All other columns of the visit that are neither NULL, 0 nor empty, as JSON; blobs as base64, the "
        "first 64 KiB of each."),
};
constexpr TableSchema schema =
    table<Row>("ios_chrome_history", "One row per visit in Chrome's history.", columns);

constexpr std::string_view paths[] = {
    "/private/var/mobile/Containers/Data/Application/*/Library/Application Support/Google/Chrome/*/History"};

// Microseconds since 1601-01-01 UTC.
Result<Time> time_from_chrome(std::int64_t microseconds) {
  std::int64_t unix_us = 0;
  if (__builtin_sub_overflow(microseconds, std::int64_t{11'644'473'600'000'000}, &unix_us))
    return fail(Fault::limit, "time outside 1677 to 2262");
  return time_from_unix_us(unix_us);
}

std::string_view name_of(std::int64_t transition) {
  constexpr std::string_view names[] = {"link",     "typed",     "bookmark",   "subframe",
                                        "subframe", "generated", "start page", "form",
                                        "reload",   "keyword",   "keyword"};
  auto kind = static_cast<std::size_t>(transition & 0xFF);
  return kind < std::size(names) ? names[kind] : "";
}

void read_visit(NamedRows& rows, Row& row) {
  row.visit_time = rows.time("visit_time", time_from_chrome);
  row.url_id = rows.integer("url");
  if (auto from = rows.integer("from_visit").value_or(0); from != 0) row.from_visit = from;
  if (auto us = rows.integer("visit_duration").value_or(0); us != 0)
    row.duration_seconds = static_cast<double>(us) / 1e6;
  row.transition = rows.integer("transition");
  if (row.transition) {
    row.transition_name = name_of(*row.transition);
    row.client_redirect = (*row.transition & 0x4000'0000) != 0;
    row.server_redirect = (*row.transition & 0x8000'0000) != 0;
  }
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  TRY(db.require("urls", {"id", "url"}));
  TRY(db.require("visits", {"id", "url", "visit_time"}));
  auto urls = TRY(SideTable::open(db, "urls", "id", {"url", "title", "visit_count", "typed_count"}));
  auto from_urls = TRY(SideTable::open(db, "urls", "id", {"url"}));
  auto visits = TRY(SideTable::open(db, "visits", "id", {"url"}));
  auto sources = TRY(SideTable::open(db, "visit_source", "id", {"source"}));
  auto rows = TRY(NamedRows::open(db, "visits"));
  while (TRY(rows.step())) {
    Row row{.visit_id = rows.integer("id").value_or(rows.rowid())};
    read_visit(rows, row);
    TRY(urls.seek(row.url_id.value_or(0)));
    row.url = urls.text<Url>(0);
    row.title = urls.text<Prose>(1);
    row.visit_count = urls.integer(2);
    row.typed_count = urls.integer(3);
    TRY(visits.seek(row.from_visit.value_or(0)));
    TRY(from_urls.seek(visits.integer(0).value_or(0)));
    row.from_url = from_urls.text<Url>(0);
    TRY(sources.seek(row.visit_id));
    row.source = sources.integer(0);
    bool elsewhere = row.source == 0 || !rows.text("originator_cache_guid").value_or("").empty();
    rows.give_back("originator_cache_guid");
    row.relation = elsewhere ? Relation::mentioned : Relation::visited;
    row.others = rows.others<Json>();
    out.add(at_row("visits", row.visit_id), row);
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.chrome_history",
    .title = "Chrome history",
    .source =
        "History of every profile of Chrome for iOS; ios-artifacts.md 2.4; page_transition_types.h and "
        "visit_database.cc of Chromium",
    .platform = Platform::ios,
    .question = Question::browsing,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::chrome_history
