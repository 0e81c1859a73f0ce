#include <map>
#include <string>

#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::safari_favicon {
namespace {

struct Row {
  std::string_view kind;
  std::optional<Time> time;
  std::optional<Url> page_url;
  std::optional<Url> icon_url;
  std::optional<std::string_view> uuid;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::kind>("valid: a page with its icon; icon: an icon without a page; rejected: an icon that "
                       "could not be used."),
    column<&Row::time>(
        "When the icon was stored or rejected, UTC by device clock, 1 us steps; NULL for 0 and for a page "
        "without an icon.")
        .event("safari_favicon"),
    column<&Row::page_url>("Address of the page; it outlives a cleared history.").relation(Relation::visited),
    column<&Row::icon_url>("Address of its icon; NULL when its row is gone.").relation(Relation::loaded),
    column<&Row::uuid>("What ties page and icon together, and names the file of the picture."),
    column<&Row::others>("All other columns that are neither NULL, 0 nor empty, as JSON."),
};
constexpr TableSchema schema =
    table<Row>("ios_safari_favicon", "One row per page with its icon, and per rejected icon.", columns);

constexpr std::string_view paths[] = {
    "/private/var/mobile/Library/Image Cache/Favicons/Favicons.db",
    "/private/var/mobile/Containers/Data/Application/*/Library/Image Cache/Favicons/Favicons.db",
};

// Icons are tied to pages by a text, so they are kept in memory; a phone has thousands.
constexpr std::size_t most_icons = 500'000;
struct Icon {
  std::optional<std::string> url;
  std::optional<Time> time;
  std::string others;
  bool used = false;
};
using Icons = std::map<std::string, Icon, std::less<>>;

void describe(const Icon& icon, Row& row) {
  if (icon.url) row.icon_url = Url{*icon.url};
  row.time = icon.time;
  if (!icon.others.empty()) row.others = Json{icon.others};
}

Result<Icons> read_icons(const SqliteView& db, Input& in) {
  Icons icons;
  auto rows = TRY(NamedRows::open(db, "icon_info"));
  while (TRY(rows.step())) {
    if (icons.size() >= most_icons) {
      in.note("more than 500000 icons: the rest was not read");
      break;
    }
    auto uuid = rows.text_or_bytes("uuid");
    Icon icon{.url = rows.text<std::string>("url"), .time = rows.time("timestamp", time_from_safari)};
    icon.others = rows.others<std::string>().value_or("");
    icons.emplace(uuid.value_or(""), std::move(icon));
  }
  return icons;
}

Result<> read_pages(const SqliteView& db, Icons& icons, Rows<Row>& out) {
  auto rows = TRY(NamedRows::open(db, "page_url"));
  while (TRY(rows.step())) {
    Row row{.kind = "valid", .page_url = rows.text<Url>("url"), .uuid = rows.text_or_bytes("uuid")};
    row.others = rows.others<Json>();
    if (auto icon = icons.find(row.uuid.value_or("")); icon != icons.end()) {
      icon->second.used = true;
      describe(icon->second, row);
    }
    out.add(at_row("page_url", rows.rowid()), row);
  }
  for (const auto& [uuid, icon] : icons) {
    if (icon.used) continue;
    Row row{.kind = "icon", .uuid = uuid};
    describe(icon, row);
    out.add(at_key("icon_info " + uuid), row);
  }
  return {};
}

Result<> read_rejected(const SqliteView& db, Rows<Row>& out) {
  if (!db.has_table("rejected_resources")) return {};
  auto rows = TRY(NamedRows::open(db, "rejected_resources"));
  while (TRY(rows.step())) {
    Row row{.kind = "rejected",
            .time = rows.time("timestamp", time_from_safari),
            .page_url = rows.text<Url>("page_url"),
            .icon_url = rows.text<Url>("icon_url")};
    row.others = rows.others<Json>();
    out.add(at_row("rejected_resources", rows.rowid()), row);
  }
  return {};
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  TRY(db.require("page_url", {"url", "uuid"}));
  TRY(db.require("icon_info", {"uuid", "url", "timestamp"}));
  Icons icons = TRY(read_icons(db, in));
  TRY(read_pages(db, icons, out));
  return read_rejected(db, out);
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.safari_favicon",
    .title = "Safari favicons",
    .source = "Favicons.db of iOS 12 to 26; ios-artifacts.md 2.2",
    .platform = Platform::ios,
    .question = Question::browsing,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
    .dump_only = true,
};

}  // namespace bridle::ios::safari_favicon
