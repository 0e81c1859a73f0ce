#include "evidence/input.h"
#include "formats/dumpsys_text.h"
#include "records/artefact.h"

namespace bridle::android::platform_compat {
namespace {

struct Row {
  std::string_view change_name;
  std::optional<std::int64_t> change_id;
  std::string_view list;
  AppId package;
  bool is_installed;
  std::string_view value;
};

constexpr std::array columns{
    column<&Row::change_name>("Name of the change."),
    column<&Row::change_id>("Its number."),
    column<&Row::list>(
        "raw: set once, kept although the app may be gone; package: in force for an installed app."),
    column<&Row::package>("The app.").relation(Relation::installed),
    column<&Row::is_installed>("Whether the same line says that it is installed now."),
    column<&Row::value>("true or false: whether the change is on for it."),
};
constexpr TableSchema schema = table<Row>(
    "android_platform_compat",
    "One row per app that a change of the platform was set for, with or without the app.", columns);

constexpr std::string_view paths[] = {"dumpsys/platform_compat"};

bool lists_package(std::string_view list, std::string_view package) {
  while (!list.empty()) {
    auto entry = trim(list.substr(0, list.find(',')));
    if (entry.substr(0, entry.find('=')) == package) return true;
    list.remove_prefix(
        std::min(list.size(), list.find(',') == std::string_view::npos ? list.size() : list.find(',') + 1));
  }
  return false;
}

void add_list(Rows<Row>& out, const DumpLine& line, std::string_view name, std::optional<std::int64_t> id,
              std::string_view list, std::string_view text, std::string_view installed) {
  while (!text.empty()) {
    auto comma = text.find(',');
    auto entry = trim(text.substr(0, comma));
    text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
    auto equals = entry.find('=');
    auto package = entry.substr(0, equals);
    if (entry.empty()) continue;
    if (equals == std::string_view::npos || !is_package_name(package)) {
      out.skip(at_line(line.number), {Fault::malformed, "an override without app or value"});
      continue;
    }
    out.add(at_line(line.number), {.change_name = name,
                                   .change_id = id,
                                   .list = list,
                                   .package = {package},
                                   .is_installed = lists_package(installed, package),
                                   .value = entry.substr(equals + 1)});
  }
}

Result<> extract(Input& in, Rows<Row>& out) {
  DumpLines lines(TRY(in.text()), in.first_line());
  while (auto line = lines.next()) {
    if (line->text.empty()) continue;
    if (!line->text.starts_with("ChangeId(")) {
      lines.unknown();
      continue;
    }
    auto id = parse_integer(line->text.substr(9, line->text.find(';') - 9));
    auto name = dump_field(line->text, "name").value_or("");
    auto raw = dump_bracketed(line->text, "rawOverrides").value_or(""),
         package = dump_bracketed(line->text, "packageOverrides").value_or("");
    auto number = id ? std::optional(*id) : std::nullopt;
    add_list(out, *line, name, number, "package", package, package);
    add_list(out, *line, name, number, "raw", raw, package);
  }
  for (std::string& note : lines.notes()) in.note(std::move(note));
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.platform_compat",
    .title = "Apps with compatibility overrides",
    .source = "dumpsys platform_compat of Android 11 to 16; android-artifacts.md 2.9",
    .platform = Platform::android,
    .question = Question::configuration,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::platform_compat
