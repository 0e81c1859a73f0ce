#include "evidence/input.h"
#include "formats/dumpsys_text.h"
#include "records/artefact.h"

namespace bridle::android::usage_totals {
namespace {

struct Row {
  std::optional<std::int64_t> user;
  std::string_view interval;
  AppId package;
  std::optional<std::string_view> total_used;
  std::optional<std::string_view> last_used_local;
  std::optional<Time> last_used;
  std::optional<std::string_view> last_visible_local;
  std::optional<std::string_view> total_foreground_service;
  std::optional<std::string_view> last_foreground_service_local;
  std::optional<Time> last_foreground_service;
  std::optional<std::string_view> last_component_local;
  std::optional<std::int64_t> launches;
};

constexpr std::array columns{
    column<&Row::user>("Number of the user."),
    column<&Row::interval>("daily, weekly, monthly or yearly: the yearly one keeps apps that were removed."),
    column<&Row::package>("The app.").relation(Relation::executed),
    column<&Row::total_used>("How long it was in front, as printed."),
    column<&Row::last_used_local>("When it was last, by the phone's wall clock."),
    column<&Row::last_used>("The same in UTC, by the zone that the evidence names; NULL when it names none.")
        .event("app_last_used"),
    column<&Row::last_visible_local>("When it was last seen, by the phone's wall clock."),
    column<&Row::total_foreground_service>("How long a service of it ran with a notice."),
    column<&Row::last_foreground_service_local>("When such a service last ran, by the phone's wall clock."),
    column<&Row::last_foreground_service>(
        "The same in UTC, by the zone that the evidence names; NULL when it names none.")
        .event("foreground_service_last_used"),
    column<&Row::last_component_local>("When any part of it was last used, by the phone's wall clock."),
    column<&Row::launches>("How often it was started from the launcher."),
};
constexpr TableSchema schema = table<Row>(
    "android_usage_totals", "One row per app and interval of the phone's usage statistics.", columns);

constexpr std::string_view paths[] = {"dumpsys/usagestats"};

Result<> extract(Input& in, Rows<Row>& out) {
  DumpLines lines(TRY(in.text()), in.first_line());
  std::optional<std::int64_t> user;
  std::string_view interval;
  while (auto line = lines.next()) {
    auto text = line->text;
    if (text.starts_with("user=")) user = dump_integer(text, "user");
    if (text.starts_with("In-memory ")) {
      auto rest = text.substr(10);
      interval = rest.substr(0, rest.find(' '));
    }
    if (!text.starts_with("package=") || interval.empty() || !text.contains("otal")) continue;
    auto package = dump_field(text, "package").value_or("");
    if (!is_package_name(package)) {
      out.skip(at_line(line->number), {Fault::malformed, "a total without its app"});
      continue;
    }
    auto when = [&](std::string_view key) {
      auto value = dump_quoted(text, key);
      // What was never used is printed as the epoch.
      return value && !value->starts_with("19") && parse_local_time(*value) ? value : std::nullopt;
    };
    Row row{.user = user,
            .interval = interval,
            .package = {package},
            .total_used = dump_quoted(text, "totalTimeUsed"),
            .last_used_local = when("lastTimeUsed"),
            .last_visible_local = when("lastTimeVisible"),
            .total_foreground_service = dump_quoted(text, "totalTimeFS"),
            .last_foreground_service_local = when("lastTimeFS"),
            .last_component_local = when("lastTimeComponentUsed"),
            .launches = dump_integer(text, "appLaunchCount")};
    if (!row.total_used) row.total_used = dump_quoted(text, "totalTime");
    if (!row.last_used_local) row.last_used_local = when("lastTime");
    row.last_used = in.device_time(row.last_used_local.value_or(""));
    row.last_foreground_service = in.device_time(row.last_foreground_service_local.value_or(""));
    out.add(at_line(line->number), row);
  }
  for (std::string& note : lines.notes()) in.note(std::move(note));
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.usage_totals",
    .title = "How much apps were used",
    .source = "dumpsys usagestats of Android 5 to 16; android-artifacts.md 5.1",
    .platform = Platform::android,
    .question = Question::processes,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::usage_totals
