#include <fmt/format.h>

#include <string>

#include "base/limits.h"
#include "evidence/input.h"
#include "formats/plist_members.h"
#include "records/artefact.h"

namespace bridle::ios::settings_events {
namespace {

struct Row {
  std::string_view setting;
  std::optional<Time> time;
  std::optional<std::string_view> event;
  std::optional<ProcessName> process;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::setting>("The setting, with the groups that it stands in: restrictedBool.allowCamera."),
    column<&Row::time>("When it was last changed, UTC by device clock.").event("setting_changed"),
    column<&Row::event>("What was done, as stored."),
    column<&Row::process>("The process that did it.").relation(Relation::executed),
    column<&Row::others>("Other members of the entry."),
};
constexpr TableSchema schema =
    table<Row>("ios_settings_events",
               "One row per restriction or setting, for its last change and who made it.", columns);

constexpr std::string_view paths[] = {
    "/private/var/containers/Shared/SystemGroup/*/Library/ConfigurationProfiles/MCSettingsEvents.plist",
    "/private/var/mobile/Library/ConfigurationProfiles/MCSettingsEvents.plist",
    "/private/var/mobile/Library/UserConfigurationProfiles/MCSettingsEvents.plist",
    "sysdiagnose/logs/MCState/Shared/MCSettingsEvents.plist",
    "sysdiagnose/logs/MCState/User/MCSettingsEvents.plist",
};

// A dictionary with a time is a change; one without is a group of them.
void read_group(PlistValue group, const std::string& place, int depth, Rows<Row>& out) {
  constexpr std::string_view taken[] = {"timestamp", "event", "process"};
  for (std::size_t i = 0; i < group.size(); ++i) {
    PlistValue entry = group.at(i);
    std::string setting =
        place.empty() ? std::string(group.key(i)) : fmt::format("{}.{}", place, group.key(i));
    if (entry.kind() != PlistKind::dictionary || depth >= depth_limit) {
      out.skip(at_key(setting), {Fault::malformed, "entry is no dictionary"});
      continue;
    }
    if (!entry["timestamp"]) {
      read_group(entry, setting, depth + 1, out);
      continue;
    }
    std::string others = other_members(entry, taken, 65'536, false);
    Row row{.setting = setting, .time = entry["timestamp"].date(), .event = entry["event"].string()};
    if (auto process = entry["process"].string()) row.process = ProcessName{*process};
    if (!others.empty()) row.others = Json{others};
    out.add(at_key(setting), row);
  }
}

Result<> extract(Input& in, Rows<Row>& out) {
  PlistValue root = TRY(in.plist())->root();
  if (root.kind() != PlistKind::dictionary) return fail(Fault::malformed, "plist is no dictionary");
  read_group(root, "", 0, out);
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.settings_events",
    .title = "Changes of restrictions and settings",
    .source = "MCSettingsEvents.plist of iOS 13 to 18; ios-artifacts.md 4.12, sysdiagnose.md 2.18",
    .platform = Platform::ios,
    .question = Question::configuration,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::settings_events
