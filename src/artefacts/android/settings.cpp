#include "base/text.h"
#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::android::settings {
namespace {

struct Row {
  std::string_view name_space;
  std::string_view key;
  std::string_view value;
  std::optional<AppId> app;
};

constexpr std::array columns{
    column<&Row::name_space>("system, secure, global, or what the file's name says."),
    column<&Row::key>("Name of the setting."),
    column<&Row::value>("Its value as stored."),
    column<&Row::app>("The app that the value names, when it is one app or component.")
        .relation(Relation::installed),
};
constexpr TableSchema schema = table<Row>("android_settings", "One row per setting.", columns);

constexpr std::string_view paths[] = {"androidqf/settings_*.txt"};

std::optional<AppId> app_in(std::string_view value) {
  auto name = value.substr(0, value.find('/'));
  if (!name.contains('.') || name.find_first_of("0123456789") == 0 || value.contains(':'))
    return std::nullopt;
  for (std::string_view part = name; !part.empty();) {
    auto dot = part.find('.');
    if (dot == 0 || !is_alpha(part[0])) return std::nullopt;
    for (char c : part.substr(0, dot))
      if (!is_alnum(c) && c != '_') return std::nullopt;
    if (dot == std::string_view::npos) break;
    part.remove_prefix(dot + 1);
    if (part.empty()) return std::nullopt;
  }
  return AppId{name};
}

Result<> extract(Input& in, Rows<Row>& out) {
  std::string_view path = in.entry().path;
  path = path.substr(path.rfind('/') + 1);
  path.remove_suffix(path.ends_with(".txt") ? 4 : 0);
  auto name_space = path.substr(path.rfind('_') + 1);
  Lines lines(TRY(in.text()), in.first_line());
  std::int64_t unknown = 0;
  while (auto line = lines.next()) {
    auto equals = line->text.find('=');
    if (equals == std::string_view::npos || equals == 0) {
      unknown += trim(line->text).empty() ? 0 : 1;
      continue;
    }
    auto value = line->text.substr(equals + 1);
    out.add(at_line(line->number), {.name_space = name_space,
                                    .key = line->text.substr(0, equals),
                                    .value = value,
                                    .app = app_in(value)});
  }
  if (unknown > 0) in.note("lines of another form, which were passed over: " + std::to_string(unknown));
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.settings",
    .title = "Settings",
    .source = "settings list of Android 4.2 to 16, in AndroidQF; android-artifacts.md 2.15",
    .platform = Platform::android,
    .question = Question::configuration,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::settings
