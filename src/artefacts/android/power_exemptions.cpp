#include "evidence/input.h"
#include "formats/dumpsys_text.h"
#include "records/artefact.h"

namespace bridle::android::power_exemptions {
namespace {

struct Row {
  std::string_view list;
  AppId package;
};

constexpr std::array columns{
    column<&Row::list>("user: set by the owner, or by whoever had the phone or ADB; system: by the maker; "
                       "system_except_idle: by the maker, but not in deep sleep; removed: taken off the "
                       "maker's list."),
    column<&Row::package>("The app that may run while the phone sleeps.").relation(Relation::installed),
};
constexpr TableSchema schema = table<Row>(
    "android_power_exemptions", "One row per app that is exempt from saving power, and per list.", columns);

constexpr std::string_view paths[] = {"dumpsys/deviceidle"};

// "Whitelist user apps:"; newer phones may call the list by another name.
std::string_view list_of(std::string_view heading) {
  if (!heading.ends_with(" apps:")) return {};
  if (heading.starts_with("Removed from ")) return "removed";
  if (heading.contains("(except idle) system")) return "system_except_idle";
  return heading.ends_with("list system apps:") ? "system"
         : heading.ends_with("list user apps:") ? "user"
                                                : std::string_view{};
}

Result<> extract(Input& in, Rows<Row>& out) {
  DumpLines lines(TRY(in.text()), in.first_line());
  std::string_view list;
  std::size_t indent = 0;
  while (auto line = lines.next()) {
    if (line->text.ends_with(':')) {
      list = list_of(line->text);
      indent = line->indent;
    } else if (line->indent <= indent) {
      list = {};
    } else if (!list.empty() && is_package_name(line->text)) {
      out.add(at_line(line->number), {.list = list, .package = {line->text}});
    } else if (!list.empty()) {
      lines.unknown();
    }
  }
  for (std::string& note : lines.notes()) in.note(std::move(note));
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.power_exemptions",
    .title = "Apps that are exempt from saving power",
    .source = "dumpsys deviceidle of Android 6 to 16 (AOSP DeviceIdleController); android-artifacts.md 5.5",
    .platform = Platform::android,
    .question = Question::permissions,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::power_exemptions
