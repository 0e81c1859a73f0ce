#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::chrome_favicon {
namespace {

struct Row {
  std::int64_t mapping_id;
  std::optional<Time> last_updated;
  std::optional<Time> last_requested;
  std::optional<Url> page_url;
  std::optional<Url> icon_url;
  std::optional<std::int64_t> icon_id;
  std::optional<std::int64_t> bitmap_id;
  std::optional<std::int64_t> width;
  std::optional<std::int64_t> height;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::mapping_id>("Identifier of the link between page and icon within this database."),
    column<&Row::last_updated>("When the icon was stored, UTC by device clock, 1 us steps; NULL for 0.")
        .event("chrome_favicon"),
    column<&Row::last_requested>("When it was last shown, UTC by device clock, 1 us steps; NULL for 0.")
        .event("chrome_favicon_requested"),
    column<&Row::page_url>("Address of the page; it outlives a cleared history.").relation(Relation::visited),
    column<&Row::icon_url>("Address of its icon; NULL when its row is gone.").relation(Relation::loaded),
    column<&Row::icon_id>("Identifier of the icon within this database."),
    column<&Row::bitmap_id>("Identifier of the picture; NULL when there is none. One row per size of it."),
    column<&Row::width>("Width in pixels."),
    column<&Row::height>("Height in pixels."),
    column<&Row::others>("All other columns of the link that are neither NULL, 0 nor empty, as JSON."),
};
constexpr TableSchema schema =
    table<Row>("ios_chrome_favicon", "One row per page, its icon, and stored size of that.", columns);

constexpr std::string_view paths[] = {
    "/private/var/mobile/Containers/Data/Application/*/Library/Application Support/Google/Chrome/*/"
    "Favicons"};

// Microseconds since 1601-01-01 UTC; nothing for 0.
std::optional<Time> moment(std::optional<std::int64_t> microseconds) {
  std::int64_t unix_us = 0;
  if (microseconds.value_or(0) == 0 ||
      __builtin_sub_overflow(*microseconds, std::int64_t{11'644'473'600'000'000}, &unix_us))
    return std::nullopt;
  return time_or_nothing(time_from_unix_us(unix_us));
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  TRY(db.require("icon_mapping", {"page_url", "icon_id"}));
  TRY(db.require("favicons", {"id", "url"}));
  TRY(db.require("favicon_bitmaps", {"icon_id", "last_updated"}));
  auto icons = TRY(SideTable::open(db, "favicons", "id", {"url"}));
  auto bitmaps = TRY(SideTable::open(db, "favicon_bitmaps", "icon_id",
                                     {"id", "last_updated", "last_requested", "width", "height"}));
  auto rows = TRY(NamedRows::open(db, "icon_mapping"));
  while (TRY(rows.step())) {
    Row row{.mapping_id = rows.integer("id").value_or(rows.rowid()),
            .page_url = rows.text<Url>("page_url"),
            .icon_id = rows.integer("icon_id")};
    row.others = rows.others<Json>();
    TRY(icons.seek(row.icon_id.value_or(0)));
    row.icon_url = icons.text<Url>(0);
    TRY(bitmaps.seek(row.icon_id.value_or(0)));
    Locator where = at_row("icon_mapping", row.mapping_id);
    if (bitmaps.count() == 0) out.add(where, row);
    for (std::size_t i = 0; i < bitmaps.count(); ++i) {
      row.bitmap_id = bitmaps.integer(0, i);
      row.last_updated = moment(bitmaps.integer(1, i));
      row.last_requested = moment(bitmaps.integer(2, i));
      row.width = bitmaps.integer(3, i);
      row.height = bitmaps.integer(4, i);
      out.add(where, row);
    }
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.chrome_favicon",
    .title = "Chrome favicons",
    .source = "Favicons of every profile of Chrome for iOS; ios-artifacts.md 2.4",
    .platform = Platform::ios,
    .question = Question::browsing,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::chrome_favicon
