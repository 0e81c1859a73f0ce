#include <fmt/format.h>

#include "base/json.h"
#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::profile_events {
namespace {

struct Row {
  ProfileId profile_id;
  std::optional<Time> time;
  std::optional<std::string_view> operation;
  std::optional<ProcessName> process;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::profile_id>("PayloadIdentifier of the profile.").relation(Relation::installed),
    column<&Row::time>("When it happened, UTC by device clock, 1 s steps.").event("profile_operation"),
    column<&Row::operation>("What was done, as stored: install, remove and others."),
    column<&Row::process>("The process that did it.").relation(Relation::executed),
    column<&Row::others>("Other members of the event."),
};
constexpr TableSchema schema = table<Row>(
    "ios_profile_events", "One row per installation or removal of a configuration profile.", columns);

constexpr std::string_view paths[] = {
    "/private/var/containers/Shared/SystemGroup/*/Library/ConfigurationProfiles/MCProfileEvents.plist",
    "/private/var/mobile/Library/ConfigurationProfiles/MCProfileEvents.plist",
    "sysdiagnose/logs/MCState/Shared/MCProfileEvents.plist",
};

std::string others_of(PlistValue event) {
  JsonWriter json(false);
  json.object();
  bool any = false;
  for (std::size_t i = 0; i < event.size(); ++i) {
    std::string_view key = event.key(i);
    if (key == "Operation" || key == "Process" || key == "Timestamp") continue;
    json.key(key).raw(to_json(event.at(i)));
    any = true;
  }
  return any ? json.end().take() : std::string();
}

Result<> extract(Input& in, Rows<Row>& out) {
  PlistValue events = TRY(in.plist())->root()["ProfileEvents"];
  if (events.kind() != PlistKind::array) return fail(Fault::unsupported, "plist has no array ProfileEvents");
  for (std::size_t i = 0; i < events.size(); ++i) {
    PlistValue entry = events.at(i);
    Locator where = at_key(fmt::format("ProfileEvents[{}]", i));
    if (entry.kind() != PlistKind::dictionary) out.skip(where, {Fault::malformed, "event is no dictionary"});
    for (std::size_t k = 0; k < entry.size() && entry.kind() == PlistKind::dictionary; ++k) {
      PlistValue event = entry.at(k);
      if (event.kind() != PlistKind::dictionary) {
        out.skip(where, {Fault::malformed, "event is no dictionary"});
        continue;
      }
      std::string others = others_of(event);
      Row row{.profile_id = {entry.key(k)},
              .time = event["Timestamp"].date(),
              .operation = event["Operation"].string()};
      if (auto process = event["Process"].string()) row.process = ProcessName{*process};
      if (!others.empty()) row.others = Json{others};
      out.add(where, row);
    }
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.profile_events",
    .title = "Profile installations and removals",
    .source = "MCProfileEvents.plist of iOS 14 to 18; ios-artifacts.md 2.1",
    .platform = Platform::ios,
    .question = Question::configuration,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::profile_events
