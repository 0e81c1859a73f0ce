#include <fmt/format.h>

#include <string>

#include "evidence/input.h"
#include "formats/plist_members.h"
#include "records/artefact.h"

namespace bridle::ios::safari_closed_tabs {
namespace {

struct Row {
  std::optional<Url> url;
  std::optional<Prose> title;
  std::optional<Time> closed;
  std::optional<Time> last_visit;
  std::optional<bool> is_private;
  std::optional<std::string_view> window;
  std::optional<std::string_view> tab;
  std::optional<std::string_view> profile;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::url>("Address of the page.").relation(Relation::visited),
    column<&Row::title>("Title of the page."),
    column<&Row::closed>("When the tab, or the window that it was in, was closed, UTC by device clock.")
        .event("tab_closed"),
    column<&Row::last_visit>("When the page was last looked at, UTC by device clock.").event("tab_viewed"),
    column<&Row::is_private>("Whether the window was private; NULL when it is not told."),
    column<&Row::window>("Identifier of the window."),
    column<&Row::tab>("Identifier of the tab, as in ios_safari_tabs."),
    column<&Row::profile>("Identifier of the profile of Safari."),
    column<&Row::others>("What else is kept of the tab, as JSON, without its session."),
};
constexpr TableSchema schema =
    table<Row>("ios_safari_closed_tabs", "One row per tab that was closed a short time ago.", columns);

constexpr std::string_view paths[] = {
    "/private/var/mobile/Library/Safari/RecentlyClosedTabs.plist",
    "/private/var/mobile/Library/Safari/Profiles/*/RecentlyClosedTabs.plist",
    "/private/var/mobile/Containers/Data/Application/*/Library/Safari/RecentlyClosedTabs.plist",
    "/private/var/mobile/Containers/Data/Application/*/Library/Safari/Profiles/*/RecentlyClosedTabs.plist",
};

constexpr std::string_view list_name = "ClosedTabOrWindowPersistentStates";
constexpr std::string_view taken[] = {"TabURL",        "TabTitle",        "DateClosed",
                                      "LastVisitTime", "IsPrivateWindow", "WindowUUID",
                                      "TabUUID",       "ProfileUUID",     "SessionState"};

// A date, or seconds since 2001.
std::optional<Time> moment(PlistValue value) {
  if (auto date = value.date()) return date;
  auto seconds = value.real();
  return seconds && *seconds != 0 ? time_or_nothing(time_from_cocoa_seconds(*seconds)) : std::nullopt;
}

// What a tab does not say, its window does.
void add(PlistValue tab, PlistValue window, const Locator& where, Rows<Row>& out) {
  if (tab.kind() != PlistKind::dictionary) return out.skip(where, {Fault::malformed, "tab is no dictionary"});
  auto either = [&](std::string_view key) { return tab[key] ? tab[key] : window[key]; };
  Row row{.closed = moment(either("DateClosed")),
          .last_visit = moment(tab["LastVisitTime"]),
          .is_private = either("IsPrivateWindow").boolean(),
          .window = either("WindowUUID").string(),
          .tab = tab["TabUUID"].string(),
          .profile = either("ProfileUUID").string()};
  if (auto url = tab["TabURL"].string(); url && !url->empty()) row.url = Url{*url};
  if (auto title = tab["TabTitle"].string()) row.title = Prose{*title};
  std::string others = other_members(tab, taken, 65'536, true);
  if (!others.empty()) row.others = Json{others};
  out.add(where, row);
}

Result<> extract(Input& in, Rows<Row>& out) {
  PlistValue list = TRY(in.plist())->root()[list_name];
  if (list.kind() != PlistKind::array) return fail(Fault::unsupported, "no list of closed tabs in this file");
  for (std::size_t i = 0; i < list.size(); ++i) {
    std::string place = fmt::format("{}[{}]", list_name, i);
    PlistValue state = list.at(i)["PersistentState"], tabs = state["TabStates"];
    if (tabs.kind() != PlistKind::array) {
      add(state, {}, at_key(place), out);
      continue;
    }
    for (std::size_t k = 0; k < tabs.size(); ++k)
      add(tabs.at(k), state, at_key(fmt::format("{}.TabStates[{}]", place, k)), out);
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.safari_closed_tabs",
    .title = "Safari tabs that were closed",
    .source =
        "RecentlyClosedTabs.plist in the form that macOS has; ios-artifacts.md 4.14; not met on an "
        "iPhone's own file",
    .platform = Platform::ios,
    .question = Question::browsing,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::safari_closed_tabs
