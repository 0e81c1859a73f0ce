#include <algorithm>

#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::firefox_history {
namespace {

struct Row {
  std::int64_t visit_id;
  std::optional<Time> visit_time;
  Relation relation;
  std::optional<Url> url;
  std::optional<Prose> title;
  std::optional<std::int64_t> site_id;
  std::optional<std::int64_t> visit_type;
  std::string_view visit_type_name;
  std::optional<bool> is_local;
  std::optional<std::int64_t> from_visit;
  std::optional<Url> from_url;
  std::optional<std::int64_t> visits_here;
  std::optional<std::int64_t> visits_elsewhere;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::visit_id>("Identifier of the visit within this database."),
    column<&Row::visit_time>("When the page was opened, UTC by the clock of the device that opened it: 1 ms "
                             "steps in places.db, 1 us in browser.db; NULL for 0.")
        .event("firefox_visit"),
    column<&Row::relation>("visited; mentioned for a visit that came from another device of the account."),
    column<&Row::url>("Address of the page; NULL when its row is gone."),
    column<&Row::title>("Title of the page."),
    column<&Row::site_id>("Identifier of the address within this database."),
    column<&Row::visit_type>("How the visit came about, as stored."),
    column<&Row::visit_type_name>("The same in words: link, typed, redirects and others."),
    column<&Row::is_local>("Whether this device opened the page."),
    column<&Row::from_visit>("The visit that led to this one; places.db only, NULL for none."),
    column<&Row::from_url>("Its address."),
    column<&Row::visits_here>("How often this device opened the address; places.db only."),
    column<&Row::visits_elsewhere>("How often other devices of the account did; places.db only."),
    column<&Row::others>("All other columns of the visit that are neither NULL, 0 nor empty, as JSON."),
};
constexpr TableSchema schema =
    table<Row>("ios_firefox_history", "One row per visit in the history of Firefox.", columns);

constexpr std::string_view paths[] = {
    "/private/var/mobile/Containers/Shared/AppGroup/*/profile.profile/browser.db",
    "/private/var/mobile/Containers/Shared/AppGroup/*/profile.profile/places.db",
    "/private/var/mobile/profile.profile/browser.db",
};

// The names of the two generations for the same things.
struct Generation {
  std::string_view visits, site, date, type, sites;
  Result<Time> (*convert)(std::int64_t);
};
constexpr Generation places{"moz_historyvisits", "place_id",   "visit_date",
                            "visit_type",        "moz_places", time_from_unix_ms};
constexpr Generation browser{"visits", "siteID", "date", "type", "history", time_from_unix_us};

std::string_view name_of(std::optional<std::int64_t> type) {
  constexpr std::string_view names[] = {
      "link",     "typed",       "bookmark", "embedded", "permanent redirect", "temporary redirect",
      "download", "framed link", "reload"};
  auto kind = type.value_or(0);
  return kind >= 1 && kind <= 9 ? names[kind - 1] : "";
}

Result<> read_history(const SqliteView& db, const Generation& as, Rows<Row>& out) {
  TRY(db.require(as.sites, {"id", "url"}));
  TRY(db.require(as.visits, {"id", as.site, as.date}));
  auto sites =
      TRY(SideTable::open(db, as.sites, "id", {"url", "title", "visit_count_local", "visit_count_remote"}));
  auto from_sites = TRY(SideTable::open(db, as.sites, "id", {"url"}));
  auto visits = TRY(SideTable::open(db, as.visits, "id", {as.site}));
  auto rows = TRY(NamedRows::open(db, as.visits));
  while (TRY(rows.step())) {
    Row row{.visit_id = rows.integer("id").value_or(rows.rowid()),
            .visit_time = rows.time(as.date, as.convert),
            .site_id = rows.integer(as.site),
            .visit_type = rows.integer(as.type),
            .is_local = rows.boolean("is_local")};
    row.visit_type_name = name_of(row.visit_type);
    row.relation = row.is_local.value_or(true) ? Relation::visited : Relation::mentioned;
    if (auto from = rows.integer("from_visit").value_or(0); from != 0) row.from_visit = from;
    TRY(sites.seek(row.site_id.value_or(0)));
    row.url = sites.text<Url>(0);
    row.title = sites.text<Prose>(1);
    row.visits_here = sites.integer(2);
    row.visits_elsewhere = sites.integer(3);
    TRY(visits.seek(row.from_visit.value_or(0)));
    TRY(from_sites.seek(visits.integer(0).value_or(0)));
    row.from_url = from_sites.text<Url>(0);
    row.others = rows.others<Json>();
    out.add(at_row(as.visits, row.visit_id), row);
  }
  return {};
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  if (db.has_table("moz_places")) return read_history(db, places, out);
  // Since Firefox moved its history to places.db, browser.db holds other things only.
  constexpr std::string_view kept[] = {"pinned_top_sites", "queue", "page_metadata", "favicon_site_urls"};
  if (!db.has_table("history") &&
      std::ranges::any_of(kept, [&](std::string_view table) { return db.has_table(table); })) {
    in.note("this generation of browser.db keeps no history: places.db does");
    return {};
  }
  return read_history(db, browser, out);
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.firefox_history",
    .title = "Firefox history",
    .source = "browser.db of Firefox for iOS up to 2022 and places.db since; ios-artifacts.md 2.4",
    .platform = Platform::ios,
    .question = Question::browsing,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::firefox_history
