#include "evidence/input.h"
#include "formats/dumpsys_text.h"
#include "records/artefact.h"

namespace bridle::android::usage_events {
namespace {

struct Row {
  std::optional<std::int64_t> user;
  std::string_view type;
  AppId package;
  std::optional<std::string_view> class_name;
  std::string_view time_local;
  std::optional<Time> time;
  std::optional<std::string_view> flags;
};

constexpr std::array columns{
    column<&Row::user>("Number of the user."),
    column<&Row::type>(
        "ACTIVITY_RESUMED, FOREGROUND_SERVICE_START, KEYGUARD_HIDDEN (unlocked), SCREEN_INTERACTIVE, "
        "DEVICE_SHUTDOWN and others, as printed."),
    column<&Row::package>("The app; android for events of the phone.").relation(Relation::executed),
    column<&Row::class_name>("Its component."),
    column<&Row::time_local>("When, by the phone's wall clock, 1 s steps."),
    column<&Row::time>("The same in UTC, by the zone that the evidence names; NULL when it names none.")
        .event("usage_event"),
    column<&Row::flags>("Flags as printed."),
};
constexpr TableSchema schema = table<Row>(
    "android_usage_events", "One row per event of the last day, each printed once or more.", columns);

constexpr std::string_view paths[] = {"dumpsys/usagestats"};

// Some languages print Arabic digits.
std::string ascii_digits(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    char32_t c = take_code_point(text);
    if (c >= U'\u0660' && c <= U'\u0669') c = c - U'\u0660' + U'0';
    if (c >= U'\u06F0' && c <= U'\u06F9') c = c - U'\u06F0' + U'0';
    append_utf8(out, c);
  }
  return out;
}

Result<> extract(Input& in, Rows<Row>& out) {
  DumpLines lines(TRY(in.text()), in.first_line());
  std::optional<std::int64_t> user;
  while (auto line = lines.next()) {
    auto text = line->text;
    if (text.starts_with("user=")) user = dump_integer(text, "user");
    if (!text.starts_with("time=\"")) continue;
    auto time = dump_quoted(text, "time");
    auto type = dump_field(text, "type"), package = dump_field(text, "package");
    if (!time || !type || !package) {
      out.skip(at_line(line->number), {Fault::malformed, "an event without time, type or app"});
      continue;
    }
    std::string local = ascii_digits(*time);
    Row row{.user = user,
            .type = *type,
            .package = {*package},
            .class_name = dump_field(text, "class"),
            .time_local = local,
            .time = in.device_time(local),
            .flags = dump_field(text, "flags")};
    if (!parse_local_time(local))
      out.skip(at_line(line->number),
               {Fault::malformed, "an event whose time cannot be read: it stands without one"});
    out.add(at_line(line->number), row);
  }
  for (std::string& note : lines.notes()) in.note(std::move(note));
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.usage_events",
    .title = "When apps were used",
    .source = "dumpsys usagestats of Android 5 to 16; android-artifacts.md 5.1",
    .platform = Platform::android,
    .question = Question::processes,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::usage_events
