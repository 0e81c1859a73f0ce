#include <fmt/format.h>
#include <simdjson.h>

#include "base/text.h"
#include "evidence/input.h"
#include "formats/json_elements.h"
#include "records/artefact.h"

namespace bridle::android::root_binaries {
namespace {

struct Row {
  FilePath path;
  std::string_view binary_name;
  std::string_view description;
};

constexpr std::array columns{
    column<&Row::path>("Where it lies.").relation(Relation::on_disk),
    column<&Row::binary_name>("Its name."),
    column<&Row::description>("What a program of that name is."),
};
constexpr TableSchema schema = table<Row>(
    "android_root_binaries", "One row per program that the collector looked for and found.", columns);

constexpr std::string_view paths[] = {"androidqf/root_binaries.json"};

struct Known {
  std::string_view name, description;
};
constexpr Known known[] = {{"su", "gives root access"},
                           {"busybox", "a box of small tools, often part of rooting"},
                           {"supersu", "SuperSU, manages root access"},
                           {"superuser.apk", "Superuser, manages root access"},
                           {"kingouser.apk", "KingoRoot, gives root access"},
                           {"supersu.apk", "SuperSU, manages root access"},
                           {"magisk", "Magisk, gives and hides root access"},
                           {"magiskhide", "Magisk's part that hides root access"},
                           {"magiskinit", "Magisk's part that starts with the phone"},
                           {"magiskpolicy", "Magisk's part that changes SELinux rules"}};

Result<> extract(Input& in, Rows<Row>& out) {
  JsonElements list(TRY(in.text()));
  if (!list.is_list()) return fail(Fault::malformed, "the list of programs is no JSON array");
  simdjson::dom::parser parser;
  while (auto one = list.next()) {
    Locator where = at_key(fmt::format("[{}]", one->index));
    simdjson::dom::element value;
    std::string_view text;
    if (parser.parse(one->text.data(), one->text.size()).get(value) != simdjson::SUCCESS ||
        value.get(text) != simdjson::SUCCESS) {
      out.skip(where, {Fault::malformed, "an entry that is no text"});
      continue;
    }
    // One entry holds all that `which -a` printed.
    Lines lines(text, in.first_line());
    while (auto line = lines.next()) {
      auto path = trim(line->text);
      if (path.empty()) continue;
      std::string name = to_lower_ascii(path.substr(path.rfind('/') + 1));
      std::string_view description = "unknown";
      for (const Known& tool : known)
        if (tool.name == name) description = tool.description;
      out.add(where, {.path = {path}, .binary_name = name, .description = description});
    }
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.root_binaries",
    .title = "Programs for root access",
    .source = "root_binaries.json of AndroidQF (which -a); android-artifacts.md 2.17.7",
    .platform = Platform::android,
    .question = Question::device,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::root_binaries
