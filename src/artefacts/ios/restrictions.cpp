#include <fmt/format.h>

#include <string>

#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::restrictions {
namespace {

struct Row {
  std::string_view file;
  std::string_view group;
  std::string_view setting;
  std::optional<bool> is_on;
  std::optional<bool> preference;
  std::optional<Url> url;
  std::optional<Json> value;
};

constexpr std::array columns{
    column<&Row::file>("Which list: EffectiveUserSettings (what holds), UserSettings, ProfileTruth (what "
                       "profiles ask for), CloudConfigurationDetails (supervision), MDM (the server that "
                       "manages the phone) and others, by file name."),
    column<&Row::group>("Group of the setting, such as restrictedBool; empty for those that stand alone."),
    column<&Row::setting>("The setting: allowLockdownMode, allowHostPairing, allowDiagnosticSubmission, "
                          "IsSupervised, ServerURL and others."),
    column<&Row::is_on>("Its value where it is true or false."),
    column<&Row::preference>("What the owner had set, where the list keeps that too."),
    column<&Row::url>("Its value where it is an address: the server that manages the phone.")
        .relation(Relation::connected),
    column<&Row::value>("Its value as JSON; NULL where url says it, and of more than 16 KiB."),
};
constexpr TableSchema schema = table<Row>(
    "ios_restrictions", "One row per setting that profiles, a manager or the owner restricted.", columns);

constexpr std::string_view paths[] = {
    "/private/var/mobile/Library/UserConfigurationProfiles/EffectiveUserSettings.plist",
    "/private/var/mobile/Library/UserConfigurationProfiles/UserSettings.plist",
    "/private/var/mobile/Library/UserConfigurationProfiles/ProfileTruth.plist",
    "/private/var/containers/Shared/SystemGroup/*/Library/ConfigurationProfiles/ProfileTruth.plist",
    "/private/var/containers/Shared/SystemGroup/*/Library/ConfigurationProfiles/ClientTruth.plist",
    "/private/var/containers/Shared/SystemGroup/*/Library/ConfigurationProfiles/"
    "CloudConfigurationDetails.plist",
    "/private/var/containers/Shared/SystemGroup/*/Library/ConfigurationProfiles/MDM.plist",
    "sysdiagnose/logs/MCState/User/EffectiveUserSettings.plist",
    "sysdiagnose/logs/MCState/Shared/MDM.plist",
    "sysdiagnose/logs/MCState/Shared/CloudConfigurationDetails.plist",
};

constexpr std::size_t most_bytes = 16'384;

bool is_address(std::string_view text) {
  return text.starts_with("https://") || text.starts_with("http://");
}

void add(const Row& place, const std::string& key, PlistValue value, Rows<Row>& out) {
  Row row = place;
  bool nested = value.kind() == PlistKind::dictionary && value["value"];
  PlistValue set = nested ? value["value"] : value;
  row.is_on = set.boolean();
  if (nested) row.preference = value["preference"].boolean();
  if (auto text = set.string(); text && is_address(*text)) row.url = Url{*text};
  std::string json = to_json(set);
  if (!row.url && json.size() <= most_bytes) row.value = Json{json};
  out.add(at_key(key), row);
}

// Lists of restrictions hold groups of dictionaries with a value each; the others hold values.
Result<> extract(Input& in, Rows<Row>& out) {
  PlistValue root = TRY(in.plist())->root();
  if (root.kind() != PlistKind::dictionary) return fail(Fault::malformed, "plist is no dictionary");
  std::string_view path = in.entry().path, name = path.substr(path.rfind('/') + 1);
  Row place{.file = name.substr(0, name.rfind('.')), .group = "", .setting = ""};
  bool grouped = name != "CloudConfigurationDetails.plist" && name != "MDM.plist";
  for (std::size_t i = 0; i < root.size(); ++i) {
    PlistValue group = root.at(i);
    std::string_view key = root.key(i);
    if (!grouped || group.kind() != PlistKind::dictionary) {
      place.group = "";
      place.setting = key;
      add(place, std::string(key), group, out);
      continue;
    }
    for (std::size_t k = 0; k < group.size(); ++k) {
      place.group = key;
      place.setting = group.key(k);
      add(place, fmt::format("{}.{}", key, group.key(k)), group.at(k), out);
    }
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.restrictions",
    .title = "Restrictions and management of the phone",
    .source =
        "EffectiveUserSettings, ProfileTruth, CloudConfigurationDetails and MDM lists of iOS 13 to 18; "
        "ios-artifacts.md 1.8, 4.12; sysdiagnose.md 2.18",
    .platform = Platform::ios,
    .question = Question::configuration,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::restrictions
