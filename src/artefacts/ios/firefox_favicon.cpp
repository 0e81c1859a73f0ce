#include <cmath>

#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::firefox_favicon {
namespace {

struct Row {
  std::int64_t favicon_id;
  std::optional<Time> date;
  std::optional<Url> icon_url;
  std::optional<std::int64_t> width;
  std::optional<std::int64_t> height;
  std::optional<std::int64_t> type;
  std::optional<std::int64_t> site_id;
  std::optional<Url> page_url;
  std::optional<Prose> title;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::favicon_id>("Identifier of the icon within this database."),
    column<&Row::date>("When it was stored, UTC by device clock; the unit (s, ms or us since 1970) is told "
                       "from the size of the number; NULL for 0.")
        .event("firefox_favicon"),
    column<&Row::icon_url>("Address of the icon.").relation(Relation::loaded),
    column<&Row::width>("Width in pixels."),
    column<&Row::height>("Height in pixels."),
    column<&Row::type>("Kind of icon, as stored."),
    column<&Row::site_id>("The page: id in table history; NULL when the page stands here by its address."),
    column<&Row::page_url>("Address of the page; NULL when its row is gone. One row per page.")
        .relation(Relation::visited),
    column<&Row::title>("Title of the page."),
    column<&Row::others>("All other columns of the icon that are neither NULL, 0 nor empty, as JSON."),
};
constexpr TableSchema schema =
    table<Row>("ios_firefox_favicon", "One row per icon and page that it was loaded for.", columns);

constexpr std::string_view paths[] = {
    "/private/var/mobile/Containers/Shared/AppGroup/*/profile.profile/browser.db",
    "/private/var/mobile/profile.profile/browser.db",
};

// 10^11 seconds would be the year 5138, 10^11 ms is 1973; the same once more for us.
Result<Time> time_from_any(double value) {
  if (std::abs(value) < 1e11) return time_from_unix_seconds(value);
  return time_from_unix_seconds(value / (std::abs(value) < 1e14 ? 1e3 : 1e6));
}

void read_icon(NamedRows& rows, Row& row) {
  row.date = rows.time("date", time_from_any);
  row.icon_url = rows.text<Url>("url");
  row.width = rows.integer("width");
  row.height = rows.integer("height");
  row.type = rows.integer("type");
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  if (!db.has_table("favicons") && (db.has_table("pinned_top_sites") || db.has_table("queue"))) {
    in.note("this generation of browser.db keeps no icons");
    return {};
  }
  TRY(db.require("favicons", {"id", "url"}));
  auto sites = TRY(SideTable::open(db, "favicon_sites", "faviconID", {"siteID"}));
  auto history = TRY(SideTable::open(db, "history", "id", {"url", "title"}));
  auto urls = TRY(SideTable::open(db, "favicon_site_urls", "faviconID", {"site_url"}));
  auto rows = TRY(NamedRows::open(db, "favicons"));
  while (TRY(rows.step())) {
    Row row{.favicon_id = rows.integer("id").value_or(rows.rowid())};
    read_icon(rows, row);
    row.others = rows.others<Json>();
    Locator where = at_row("favicons", row.favicon_id);
    TRY(sites.seek(row.favicon_id));
    TRY(urls.seek(row.favicon_id));
    if (sites.count() + urls.count() == 0) out.add(where, row);
    for (std::size_t i = 0; i < sites.count(); ++i) {
      row.site_id = sites.integer(0, i);
      TRY(history.seek(row.site_id.value_or(0)));
      row.page_url = history.text<Url>(0);
      row.title = history.text<Prose>(1);
      out.add(where, row);
    }
    row.site_id.reset();
    row.title.reset();
    for (std::size_t i = 0; i < urls.count(); ++i) {
      row.page_url = urls.text<Url>(0, i);
      out.add(where, row);
    }
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.firefox_favicon",
    .title = "Firefox favicons",
    .source =
        "browser.db of Firefox for iOS, tables favicons, favicon_sites, favicon_site_urls; "
        "ios-artifacts.md 2.4",
    .platform = Platform::ios,
    .question = Question::browsing,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::firefox_favicon
