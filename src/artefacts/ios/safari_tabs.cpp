#include <string>

#include "base/json.h"
#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::safari_tabs {
namespace {

struct Row {
  std::string_view kind;
  std::int64_t tab_id;
  std::optional<Time> last_visit;
  std::optional<Time> last_viewed;
  std::optional<Time> closed;
  std::optional<Time> last_modified;
  std::optional<Url> url;
  std::optional<Prose> title;
  std::optional<std::int64_t> parent_id;
  std::optional<Prose> group;
  bool is_private;
  bool is_deleted;
  std::optional<bool> opened_from_link;
  std::optional<std::int64_t> tab_index;
  std::optional<std::string_view> uuid;
  std::optional<Json> attributes;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::kind>("tab; or group: a window, a group of tabs or another folder, which has no address."),
    column<&Row::tab_id>("Identifier within this database, counted up."),
    column<&Row::last_visit>("LastVisitTime: when the page was last opened, UTC by device clock, 1 us steps.")
        .event("safari_tab_visited"),
    column<&Row::last_viewed>("DateLastViewed: when the tab was last in front, UTC by device clock.")
        .event("safari_tab_viewed"),
    column<&Row::closed>("When the tab was closed, UTC by device clock; mostly NULL.")
        .event("safari_tab_closed"),
    column<&Row::last_modified>("Last change, UTC by device clock; mostly NULL."),
    column<&Row::url>("Address of the page.").relation(Relation::visited),
    column<&Row::title>("Title of the page or name of the group."),
    column<&Row::parent_id>("The group that it belongs to."),
    column<&Row::group>("Its name."),
    column<&Row::is_private>("Whether it lies below one of the groups private and privatePinned."),
    column<&Row::is_deleted>("Whether the tab was closed and its row kept."),
    column<&Row::opened_from_link>("Whether a link in another app opened the tab."),
    column<&Row::tab_index>("Place among the tabs."),
    column<&Row::uuid>("Identifier, the same on all devices of an account."),
    column<&Row::attributes>("local_attributes and extra_attributes as they are: {\"local\":…,\"extra\":…}."),
    column<&Row::others>(
        "All other columns that are neither NULL, 0 nor empty, as JSON; blobs as base64, the first 64 KiB of "
        "each."),
};
constexpr TableSchema schema =
    table<Row>("ios_safari_tabs", "One row per tab and group of tabs, open or closed.", columns);

constexpr std::string_view paths[] = {
    "/private/var/mobile/Library/Safari/SafariTabs.db",
    "/private/var/mobile/Library/Safari/Profiles/*/SafariTabs.db",
    "/private/var/mobile/Containers/Data/Application/*/Library/Safari/SafariTabs.db",
    "/private/var/mobile/Containers/Data/Application/*/Library/Safari/Profiles/*/SafariTabs.db",
};

constexpr int most_ancestors = 32;  // real trees have three levels; a forged one may be a circle

// A date, or a number of seconds in either epoch of Safari.
std::optional<Time> moment(PlistValue value) {
  if (auto date = value.date()) return date;
  auto seconds = value.real();
  return seconds && *seconds != 0 ? time_or_nothing(time_from_safari(*seconds)) : std::nullopt;
}

std::optional<bool> truth(PlistValue value) {
  if (auto number = value.integer()) return *number != 0;
  return value.boolean();
}

Result<bool> is_private(SideTable& ancestors, std::int64_t parent) {
  for (int level = 0; level < most_ancestors; ++level) {
    TRY(ancestors.seek(parent));
    if (ancestors.count() == 0) return false;
    auto title = ancestors.text(1).value_or("");
    if (title == "private" || title == "privatePinned") return true;
    parent = ancestors.integer(0).value_or(0);
  }
  return false;
}

struct Attributes {
  std::optional<Plist> local, extra;
  std::string json;
};

std::optional<Plist> parsed(NamedRows& rows, std::string_view column, const Locator& where, Rows<Row>& out) {
  auto blob = rows.blob(column);
  if (!blob || blob->empty()) return std::nullopt;
  auto plist = Plist::parse(*blob);
  if (plist) return std::move(*plist);
  out.skip(where, plist.error());
  rows.give_back(column);
  return std::nullopt;
}

Attributes read_attributes(NamedRows& rows, const Locator& where, Rows<Row>& out) {
  Attributes all{
      parsed(rows, "local_attributes", where, out), parsed(rows, "extra_attributes", where, out), {}};
  if (!all.local && !all.extra) return all;
  JsonWriter json(false);
  json.object();
  if (all.local) json.key("local").raw(to_json(all.local->root()));
  if (all.extra) json.key("extra").raw(to_json(all.extra->root()));
  all.json = json.end().take();
  return all;
}

void use_attributes(const Attributes& all, Row& row) {
  if (!all.json.empty()) row.attributes = Json{all.json};
  if (all.local) {
    PlistValue local = all.local->root();
    row.last_visit = moment(local["LastVisitTime"]);
    row.opened_from_link = truth(local["OpenedFromLink"]);
    row.tab_index = local["TabIndex"].integer();
  }
  if (all.extra) row.last_viewed = moment(all.extra->root()["DateLastViewed"]);
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  TRY(db.require("bookmarks", {"id", "parent", "title", "url"}));
  auto ancestors = TRY(SideTable::open(db, "bookmarks", "id", {"parent", "title"}));
  auto rows = TRY(NamedRows::open(db, "bookmarks"));
  while (TRY(rows.step())) {
    Row row{.kind = "group",
            .tab_id = rows.integer("id").value_or(rows.rowid()),
            .closed = rows.time("date_closed", time_from_safari),
            .last_modified = rows.time("last_modified", time_from_safari),
            .title = rows.text<Prose>("title"),
            .parent_id = rows.integer("parent"),
            .is_deleted = rows.flag("deleted"),
            .uuid = rows.text("external_uuid")};
    Locator where = at_row("bookmarks", row.tab_id);
    if (auto url = rows.text("url"); url && !url->empty()) {
      row.kind = "tab";
      row.url = Url{*url};
    }
    std::int64_t parent = row.parent_id.value_or(0);
    row.is_private = TRY(is_private(ancestors, parent));
    TRY(ancestors.seek(parent));
    row.group = ancestors.text<Prose>(1);
    Attributes attributes = read_attributes(rows, where, out);
    use_attributes(attributes, row);
    row.others = rows.others<Json>();
    out.add(where, row);
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.safari_tabs",
    .title = "Safari tabs (SafariTabs)",
    .source = "SafariTabs.db of iOS 15 to 26, table bookmarks; ios-artifacts.md 4.14",
    .platform = Platform::ios,
    .question = Question::browsing,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
    .in_dumps = Presence::usual,
    .since = 15,
};

}  // namespace bridle::ios::safari_tabs
