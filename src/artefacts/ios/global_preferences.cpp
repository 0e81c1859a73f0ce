#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::global_preferences {
namespace {

struct Row {
  std::string_view entry;
  Json value;
  std::optional<bool> lockdown_mode;
};

constexpr std::array columns{
    column<&Row::entry>("Key of a setting."),
    column<&Row::value>("Its value as JSON: texts in quotes, data as base64, dates as ISO 8601 (UTC)."),
    column<&Row::lockdown_mode>("Only for LDMGlobalEnabled: whether Lockdown Mode was on. Without that row "
                                "it was never switched, or the iOS is "
                                "older than 16."),
};
constexpr TableSchema schema =
    table<Row>("ios_global_preferences", "One row per system-wide setting of the owner.", columns);

constexpr std::string_view paths[] = {"/private/var/mobile/Library/Preferences/.GlobalPreferences.plist"};

// A truth value, which some writers store as 0 and 1.
std::optional<bool> truth(PlistValue value) {
  if (auto number = value.integer()) return *number != 0;
  return value.boolean();
}

Result<> extract(Input& in, Rows<Row>& out) {
  PlistValue root = TRY(in.plist())->root();
  if (root.kind() != PlistKind::dictionary) return fail(Fault::malformed, "preferences are no dictionary");
  for (std::size_t i = 0; i < root.size(); ++i) {
    std::string_view key = root.key(i);
    std::string value = to_json(root.at(i));
    Row row{.entry = key, .value = {value}};
    if (key == "LDMGlobalEnabled") row.lockdown_mode = truth(root.at(i));
    out.add(at_key(key), row);
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.global_preferences",
    .title = "Global preferences",
    .source = ".GlobalPreferences.plist of iOS 9 to 18; ios-artifacts.md 2.3",
    .platform = Platform::ios,
    .question = Question::configuration,
    .presence = Presence::always,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::global_preferences
