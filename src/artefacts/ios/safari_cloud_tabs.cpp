#include <map>
#include <string>

#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::safari_cloud_tabs {
namespace {

struct Row {
  std::string_view kind;
  std::optional<std::string_view> device_uuid;
  std::optional<Prose> device_name;
  std::optional<Time> last_modified;
  std::optional<std::string_view> tab_uuid;
  std::optional<Url> url;
  std::optional<Prose> title;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::kind>("tab, or device: another device of the account."),
    column<&Row::device_uuid>("Identifier of the device."),
    column<&Row::device_name>("Its name; NULL when its row is gone."),
    column<&Row::last_modified>("Device: when its tabs last changed, UTC by the clock of that device or of "
                                "the server, 1 us steps; NULL for 0 and for tabs.")
        .event("safari_cloud_device"),
    column<&Row::tab_uuid>("Identifier of the tab."),
    column<&Row::url>("Address of the page, opened on that device and not on this phone."),
    column<&Row::title>("Title of the page."),
    column<&Row::others>(
        "All other columns that are neither NULL, 0 nor empty, as JSON; blobs as base64, the first 64 KiB of "
        "each."),
};
constexpr TableSchema schema = table<Row>(
    "ios_safari_cloud_tabs", "One row per tab of the account's other devices, and per device.", columns);

constexpr std::string_view paths[] = {
    "/private/var/mobile/Library/Safari/CloudTabs.db",
    "/private/var/mobile/Library/Safari/Profiles/*/CloudTabs.db",
    "/private/var/mobile/Containers/Data/Application/*/Library/Safari/CloudTabs.db",
};

// An account has a handful; the rest of a forged list keeps its rows and lends no names.
constexpr std::size_t most_devices = 10'000;
using Names = std::map<std::string, std::string, std::less<>>;

Result<Names> read_devices(const SqliteView& db, Rows<Row>& out) {
  Names names;
  if (!db.has_table("cloud_tab_devices")) return names;
  TRY(db.require("cloud_tab_devices", {"device_uuid", "device_name"}));
  auto rows = TRY(NamedRows::open(db, "cloud_tab_devices"));
  while (TRY(rows.step())) {
    Row row{.kind = "device",
            .device_uuid = rows.text("device_uuid"),
            .device_name = rows.text<Prose>("device_name"),
            .last_modified = rows.time("last_modified", time_from_safari)};
    if (row.device_uuid && row.device_name && names.size() < most_devices)
      names.emplace(*row.device_uuid, row.device_name->text);
    row.others = rows.others<Json>();
    out.add(at_row("cloud_tab_devices", rows.rowid()), row);
  }
  return names;
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  TRY(db.require("cloud_tabs", {"device_uuid", "tab_uuid", "title", "url"}));
  Names names = TRY(read_devices(db, out));
  auto rows = TRY(NamedRows::open(db, "cloud_tabs"));
  while (TRY(rows.step())) {
    Row row{.kind = "tab",
            .device_uuid = rows.text("device_uuid"),
            .tab_uuid = rows.text("tab_uuid"),
            .url = rows.text<Url>("url"),
            .title = rows.text<Prose>("title")};
    if (auto named = names.find(row.device_uuid.value_or("")); named != names.end())
      row.device_name = Prose{named->second};
    row.others = rows.others<Json>();
    out.add(at_row("cloud_tabs", rows.rowid()), row);
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.safari_cloud_tabs",
    .title = "Safari tabs of other devices",
    .source = "CloudTabs.db of iOS 10 to 26; ios-artifacts.md 4.14",
    .platform = Platform::ios,
    .question = Question::browsing,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::safari_cloud_tabs
