#include <fmt/format.h>

#include <string>

#include "base/text.h"
#include "evidence/input.h"
#include "formats/plist_members.h"
#include "records/artefact.h"

namespace bridle::ios::backup_state {
namespace {

struct Row {
  std::string_view kind;
  std::optional<Time> time;
  std::optional<AppId> bundle_id;
  std::optional<std::int64_t> bytes;
  std::optional<std::string_view> build_before;
  std::optional<std::string_view> build;
  std::optional<bool> from_cloud;
  std::optional<Prose> text;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::kind>(
        "state: the last backup; error: what went wrong in it; restore: what was put onto this "
        "phone from a backup; transfer: from another phone; size: how much of an app a backup "
        "would hold; conditions: when the phone tried to back up to iCloud; moment: another "
        "date; setting: another value."),
    column<&Row::time>("When, UTC by device clock.").event("backup_state"),
    column<&Row::bundle_id>("size: the app or group, as its backup domain names it.")
        .relation(Relation::installed),
    column<&Row::bytes>("size: how many bytes."),
    column<&Row::build_before>("restore: build of the system of the backup."),
    column<&Row::build>("restore: build of the system that it was put onto."),
    column<&Row::from_cloud>(
        "state and restore: whether iCloud holds or held the backup, and not a computer."),
    column<&Row::text>("error and conditions: as written. moment and setting: the key."),
    column<&Row::others>("What else is kept of it, as JSON."),
};
constexpr TableSchema schema =
    table<Row>("ios_backup_state",
               "One row per fact about backups of this phone and what was restored onto it.", columns);

constexpr std::string_view paths[] = {
    "/private/var/root/Library/Preferences/com.apple.MobileBackup.plist",
    "/private/var/mobile/Library/Preferences/com.apple.mobile.ldbackup.plist",
    "sysdiagnose/logs/MobileBackup/com.apple.MobileBackup.plist",
};

constexpr std::size_t most_bytes = 65'536;  // of what is kept as JSON

template <std::size_t N>
void add(Rows<Row>& out, const std::string& key, PlistValue value, const std::string_view (&taken)[N],
         Row row) {
  std::string others = other_members(value, taken, most_bytes, false);
  if (!others.empty()) row.others = Json{others};
  out.add(at_key(key), row);
}

void add_state(PlistValue state, Rows<Row>& out) {
  constexpr std::string_view taken[] = {"date", "isCloud", "errors"};
  constexpr std::string_view of_error[] = {"date", "localizedDescription"};
  add(out, "BackupStateInfo", state, taken,
      {.kind = "state", .time = state["date"].date(), .from_cloud = state["isCloud"].boolean()});
  PlistValue errors = state["errors"];
  for (std::size_t i = 0; i < errors.size(); ++i) {
    Row row{.kind = "error", .time = errors.at(i)["date"].date()};
    if (auto text = errors.at(i)["localizedDescription"].string()) row.text = Prose{*text};
    add(out, fmt::format("BackupStateInfo.errors[{}]", i), errors.at(i), of_error, row);
  }
}

void add_restore(std::string_view kind, std::string_view key, PlistValue value, Rows<Row>& out) {
  constexpr std::string_view taken[] = {"RestoreDate", "BackupBuildVersion", "DeviceBuildVersion",
                                        "WasCloudRestore"};
  add(out, std::string(key), value, taken,
      {.kind = kind,
       .time = value["RestoreDate"].date(),
       .build_before = value["BackupBuildVersion"].string(),
       .build = value["DeviceBuildVersion"].string(),
       .from_cloud = value["WasCloudRestore"].boolean()});
}

// "AppDomain-com.example.app" → "com.example.app"
std::string_view owner_of(std::string_view domain) {
  auto dash = domain.find('-');
  return domain.starts_with("AppDomain") && dash != std::string_view::npos ? domain.substr(dash + 1)
                                                                           : std::string_view{};
}

void add_sizes(PlistValue sizes, Rows<Row>& out) {
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    Row row{.kind = "size", .bytes = sizes.at(i).integer(), .text = Prose{sizes.key(i)}};
    if (auto owner = owner_of(sizes.key(i)); !owner.empty()) row.bundle_id = AppId{owner};
    out.add(at_key(fmt::format("PreflightSizing[{}]", i)), row);
  }
}

// "2021-10-13T08:41:01-0400|12.3|…": when, how long, and what kept it from being done.
void add_conditions(PlistValue events, Rows<Row>& out) {
  for (std::size_t i = 0; i < events.size(); ++i) {
    Locator where = at_key(fmt::format("LastOnConditionEvents[{}]", i));
    auto text = events.at(i).string();
    if (!text) {
      out.skip(where, {Fault::malformed, "entry is no text"});
      continue;
    }
    out.add(where, {.kind = "conditions",
                    .time = time_or_nothing(parse_time_with_offset(text->substr(0, text->find('|')))),
                    .text = Prose{*text}});
  }
}

void add_other(std::string_view key, PlistValue value, Rows<Row>& out) {
  if (auto date = value.date())
    return out.add(at_key(std::string(key)), {.kind = "moment", .time = *date, .text = Prose{key}});
  std::string json = to_json(value);
  Row row{.kind = "setting", .text = Prose{key}};
  if (json.size() <= most_bytes) row.others = Json{json};
  out.add(at_key(std::string(key)), row);
}

Result<> extract(Input& in, Rows<Row>& out) {
  PlistValue root = TRY(in.plist())->root();
  if (root.kind() != PlistKind::dictionary) return fail(Fault::malformed, "plist is no dictionary");
  for (std::size_t i = 0; i < root.size(); ++i) {
    std::string_view key = root.key(i);
    PlistValue value = root.at(i);
    bool is_dictionary = value.kind() == PlistKind::dictionary;
    if (key == "BackupStateInfo" && is_dictionary)
      add_state(value, out);
    else if (key == "RestoreInfo" && is_dictionary)
      add_restore("restore", key, value, out);
    else if (key == "DeviceTransferInfo" && is_dictionary)
      add_restore("transfer", key, value, out);
    else if (key == "PreflightSizing" && is_dictionary)
      add_sizes(value, out);
    else if (key == "LastOnConditionEvents" && value.kind() == PlistKind::array)
      add_conditions(value, out);
    else
      add_other(key, value, out);
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.backup_state",
    .title = "Backups that were made, and what was restored",
    .source =
        "com.apple.MobileBackup.plist and com.apple.mobile.ldbackup.plist of iOS 12 to 18; ios-artifacts.md "
        "4.11, sysdiagnose.md 2.8; iLEAPP's mobileBackup",
    .platform = Platform::ios,
    .question = Question::device,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::backup_state
