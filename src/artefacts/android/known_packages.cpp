#include <optional>

#include "base/text.h"
#include "evidence/input.h"
#include "formats/dumpsys_text.h"
#include "records/artefact.h"

namespace bridle::android::known_packages {
namespace {

struct Row {
  std::string_view part;
  std::string_view role;
  AppId package;
  std::optional<std::int64_t> uid;
};

constexpr std::array columns{
    column<&Row::part>("The list: Verifiers (who checks apps before they are installed), Known Packages, "
                       "Domain Verifier, Intent Filter Verifier."),
    column<&Row::role>("What the package is to the system: Required, Using, Verifier, Installer, Setup "
                       "Wizard and others, as printed."),
    column<&Row::package>("The package.").relation(Relation::installed),
    column<&Row::uid>("Its user id, where it is printed."),
};
constexpr TableSchema schema = table<Row>(
    "android_known_packages", "One row per package that the package manager itself relies on.", columns);

constexpr std::string_view paths[] = {"dumpsys/package"};
constexpr std::string_view parts[] = {
    "Verifiers:", "Known Packages:", "Domain Verifier:", "Intent Filter Verifier:"};

// "com.android.vending (uid=10147)"
bool read_package(std::string_view text, Row& row) {
  auto name = text.substr(0, text.find(' '));
  if (!is_package_name(name)) return false;
  row.package = {name};
  row.uid = dump_integer(text, "uid");
  return true;
}

Result<> extract(Input& in, Rows<Row>& out) {
  DumpLines lines(TRY(in.text()), in.first_line());
  std::string_view part, role;
  while (auto line = lines.next()) {
    if (line->indent == 0) {
      part = role = {};
      for (std::string_view known : parts)
        if (line->text == known) part = known.substr(0, known.size() - 1);
      continue;
    }
    if (part.empty()) continue;
    Row row{.part = part};
    if (part == "Known Packages" && line->text.ends_with(':')) {
      role = line->text.substr(0, line->text.size() - 1);
    } else if (part == "Known Packages") {
      row.role = role;
      if (line->text != "none" && read_package(line->text, row)) out.add(at_line(line->number), row);
    } else if (auto colon = line->text.find(": "); colon != std::string_view::npos) {
      row.role = line->text.substr(0, colon);
      if (read_package(trim(line->text.substr(colon + 2)), row)) out.add(at_line(line->number), row);
    }
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.known_packages",
    .title = "Packages that check and install others",
    .source = "dumpsys package of Android 5 to 16; android-artifacts.md 5.4, 5.12",
    .platform = Platform::android,
    .question = Question::configuration,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::known_packages
