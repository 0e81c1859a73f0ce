#include <fmt/format.h>

#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::safari_browser_state {
namespace {

struct Row {
  std::string_view kind;
  std::optional<std::int64_t> tab_id;
  std::optional<std::string_view> tab_uuid;
  std::optional<Time> last_viewed;
  std::optional<Url> url;
  std::optional<Url> other_url;
  std::optional<Prose> title;
  std::optional<std::int64_t> entry_index;
  std::optional<bool> is_current;
  std::optional<std::int64_t> data_bytes;
  std::optional<bool> private_browsing;
  std::optional<bool> opened_from_link;
  std::optional<std::string_view> window_uuid;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::kind>("tab; or entry: a page that can be gone back or forward to in a tab."),
    column<&Row::tab_id>("Identifier of the tab within this database; NULL for a session without its tab."),
    column<&Row::tab_uuid>("UUID of the tab."),
    column<&Row::last_viewed>("When the tab was last in front, UTC by device clock, 1 us steps; NULL for 0 "
                              "and for entries.")
        .event("safari_tab_viewed"),
    column<&Row::url>("Address of the page.").relation(Relation::visited),
    column<&Row::other_url>("Tab: the address as the owner saw it. Entry: the address that was asked for "
                            "before redirects.")
        .relation(Relation::visited),
    column<&Row::title>("Title of the page."),
    column<&Row::entry_index>("Entry: its place in the tab's history, from 0."),
    column<&Row::is_current>("Entry: whether it is the page that the tab shows."),
    column<&Row::data_bytes>("Entry: size of the stored state of the page, in bytes."),
    column<&Row::private_browsing>("Whether it is a private tab."),
    column<&Row::opened_from_link>("Whether a link in another app opened the tab."),
    column<&Row::window_uuid>("UUID of the window."),
    column<&Row::others>("All other columns of the tab, or members of the entry, that are neither NULL, 0 "
                         "nor empty, as JSON; blobs as base64, the first 64 KiB of each."),
};
constexpr TableSchema schema =
    table<Row>("ios_safari_browser_state", "One row per tab and per page in the history of a tab.", columns);

constexpr std::string_view paths[] = {
    "/private/var/mobile/Library/Safari/BrowserState.db",
    "/private/var/mobile/Library/Safari/Profiles/*/BrowserState.db",
    "/private/var/mobile/Containers/Data/Application/*/Library/Safari/BrowserState.db",
    "/private/var/mobile/Containers/Data/Application/*/Library/Safari/Profiles/*/BrowserState.db",
};

// Four bytes of version stand before the property list.
Result<Plist> parse_session(Bytes session) {
  if (!as_text(session).starts_with("bplist") && session.size() > 4) session = session.subspan(4);
  if (!as_text(session).starts_with("bplist"))
    return fail(Fault::unsupported, "session data is no property list");
  return Plist::parse(session);
}

void add_entry(PlistValue entry, Row row, const Locator& where, Rows<Row>& out) {
  auto url = entry["SessionHistoryEntryURL"].string();
  auto original = entry["SessionHistoryEntryOriginalURL"].string();
  if (url) row.url = Url{*url};
  if (original) row.other_url = Url{*original};
  if (auto title = entry["SessionHistoryEntryTitle"].string()) row.title = Prose{*title};
  if (auto data = entry["SessionHistoryEntryData"].data())
    row.data_bytes = static_cast<std::int64_t>(data->size());
  out.add(where, row);
}

// A damaged session costs its entries, not its tab.
void add_entries(Bytes session, const Row& tab, const Locator& where, Rows<Row>& out) {
  if (session.empty()) return;
  auto plist = parse_session(session);
  if (!plist) return out.skip(where, plist.error());
  PlistValue history = plist->root()["SessionHistory"];
  PlistValue entries = history["SessionHistoryEntries"];
  auto current = history["SessionHistoryCurrentIndex"].integer();
  for (std::size_t i = 0; i < entries.size(); ++i) {
    Locator place{fmt::format("{} SessionHistoryEntries[{}]", where.text, i)};
    if (entries.at(i).kind() != PlistKind::dictionary) {
      out.skip(place, {Fault::malformed, "session entry is no dictionary"});
      continue;
    }
    Row row{.kind = "entry",
            .tab_id = tab.tab_id,
            .tab_uuid = tab.tab_uuid,
            .entry_index = static_cast<std::int64_t>(i),
            .private_browsing = tab.private_browsing,
            .window_uuid = tab.window_uuid};
    if (current) row.is_current = *current == static_cast<std::int64_t>(i);
    add_entry(entries.at(i), row, place, out);
  }
}

Result<> read_tabs(const SqliteView& db, Rows<Row>& out) {
  TRY(db.require("tabs", {"title", "url", "user_visible_url", "last_viewed_time"}));
  auto rows = TRY(NamedRows::open(db, "tabs"));
  while (TRY(rows.step())) {
    Row row{.kind = "tab",
            .tab_id = rows.integer("id").value_or(rows.rowid()),
            .tab_uuid = rows.text("uuid"),
            .last_viewed = rows.time("last_viewed_time", time_from_safari),
            .url = rows.text<Url>("url"),
            .other_url = rows.text<Url>("user_visible_url"),
            .title = rows.text<Prose>("title"),
            .private_browsing = rows.boolean("private_browsing"),
            .opened_from_link = rows.boolean("opened_from_link"),
            .window_uuid = rows.text("browser_window_uuid")};
    Bytes session = rows.blob("session_data").value_or(Bytes{});
    row.others = rows.others<Json>();
    Locator where = at_row("tabs", rows.rowid());
    out.add(where, row);
    add_entries(session, row, where, out);
  }
  return {};
}

// Since iOS 12 sessions have a table of their own, which may hold some whose tab is gone.
Result<> read_sessions(const SqliteView& db, Rows<Row>& out) {
  if (!db.has_table("tab_sessions")) return {};
  TRY(db.require("tab_sessions", {"tab_uuid", "session_data"}));
  TRY(db.require("tabs", {"uuid"}));
  auto tab =
      TRY(db.query(fmt::format("SELECT rowid, {}, {} FROM tabs WHERE uuid = ?",
                               db.has_column("tabs", "private_browsing") ? "private_browsing" : "NULL",
                               db.has_column("tabs", "browser_window_uuid") ? "browser_window_uuid" : "NULL"),
                   {SqliteValue{std::string_view{}}}));
  auto rows = TRY(NamedRows::open(db, "tab_sessions"));
  while (TRY(rows.step())) {
    Row row{.kind = "entry", .tab_uuid = rows.text("tab_uuid")};
    TRY(tab.rewind(std::array{SqliteValue{row.tab_uuid.value_or("")}}));
    if (auto found = tab.step(); found && *found) {
      row.tab_id = tab.integer(0);
      if (auto is_private = tab.integer(1)) row.private_browsing = *is_private != 0;
      row.window_uuid = tab.text(2);
    }
    add_entries(rows.blob("session_data").value_or(Bytes{}), row, at_row("tab_sessions", rows.rowid()), out);
  }
  return {};
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  TRY(read_tabs(db, out));
  return read_sessions(db, out);
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.safari_browser_state",
    .title = "Safari tabs (BrowserState)",
    .source =
        "BrowserState.db of iOS 10 to 26; since iOS 15 the living tabs are in SafariTabs.db; "
        "ios-artifacts.md 2.4",
    .platform = Platform::ios,
    .question = Question::browsing,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::safari_browser_state
