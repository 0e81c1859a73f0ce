#include <fmt/format.h>

#include <string>

#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::trusted_developers {
namespace {

struct Row {
  std::string_view key;
  std::optional<Prose> value;
  std::optional<Time> time;
};

constexpr std::array columns{
    column<&Row::key>("Where in the list the entry stands."),
    column<&Row::value>(
        "The entry: the developer, or the profile by which apps from outside the store may run."),
    column<&Row::time>("A moment that stands in the entry, UTC by device clock.").event("developer_trusted"),
};
constexpr TableSchema schema =
    table<Row>("ios_trusted_developers",
               "One row per entry of the list of developers whose apps the owner let run.", columns);

constexpr std::string_view paths[] = {"/private/var/db/MobileIdentityData/UserTrustedUpps.plist"};

constexpr int most_levels = 8;

// The form of the list is not published: every text, number and moment is a row, every key of a dictionary
// too.
void walk(PlistValue value, const std::string& key, int level, Rows<Row>& out) {
  if (level > most_levels) return out.skip(at_key(key), {Fault::limit, "list nested deeper than is read"});
  if (value.kind() == PlistKind::array || value.kind() == PlistKind::dictionary) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      bool named = value.kind() == PlistKind::dictionary;
      walk(value.at(i), named ? fmt::format("{}.{}", key, value.key(i)) : fmt::format("{}[{}]", key, i),
           level + 1, out);
    }
    return;
  }
  std::string json;
  Row row{.key = key, .time = value.date()};
  if (auto text = value.string()) {
    row.value = Prose{*text};
  } else if (!row.time) {
    json = to_json(value);
    row.value = Prose{json};
  }
  out.add(at_key(key), row);
}

Result<> extract(Input& in, Rows<Row>& out) {
  PlistValue root = TRY(in.plist())->root();
  if (root.kind() != PlistKind::array && root.kind() != PlistKind::dictionary)
    return fail(Fault::malformed, "list of developers is neither array nor dictionary");
  walk(root, "root", 0, out);
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.trusted_developers",
    .title = "Developers that the owner trusted",
    .source = "UserTrustedUpps.plist of iOS 9 to 18, seen on three phones; ios-artifacts.md 4.13",
    .platform = Platform::ios,
    .question = Question::configuration,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
    .in_dumps = Presence::usual,
};

}  // namespace bridle::ios::trusted_developers
