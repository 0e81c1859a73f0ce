#include <simdjson.h>

#include "base/text.h"
#include "evidence/input.h"
#include "formats/intrusion_log.h"
#include "formats/json_list.h"
#include "records/artefact.h"

namespace bridle::android::intrusion_events {
namespace {

struct Row {
  std::string_view kind;
  std::optional<Time> time;
  std::optional<AppId> package;
  std::optional<Host> hostname;
  std::string_view stored;
};

constexpr std::array columns{
    column<&Row::kind>("Name of the kind, as it stands in the log."),
    column<&Row::time>(
        "Its event_time, UTC by the phone's clock, told by its size: from 10^17 up nanoseconds, as security "
        "events have them, below milliseconds, as the others.")
        .event("intrusion_log_event"),
    column<&Row::package>("The app that it names as package_name.").relation(Relation::executed),
    column<&Row::hostname>("The host that it names as hostname.").relation(Relation::resolved),
    column<&Row::stored>("The event as stored."),
};
constexpr TableSchema schema = table<Row>(
    "android_intrusion_events",
    "One row per event of the intrusion log of a kind that no other trace reads: newer phones log more.",
    columns);

constexpr std::string_view paths[] = {"intrusion_log/**"};
constexpr std::string_view read_elsewhere[] = {"dns_event", "connect_event", "security_event"};
constexpr std::int64_t least_nanoseconds = 100'000'000'000'000'000;

using Element = simdjson::dom::element;

void add(Rows<Row>& out, const Locator& where, std::string_view kind, Element event) {
  std::string stored = simdjson::minify(event);
  Row row{.kind = kind, .stored = stored};
  if (auto time = json_integer(event, "event_time"))
    row.time = *time >= least_nanoseconds ? Time{*time} : time_or_nothing(time_from_unix_ms(*time));
  if (auto package = json_text(event, "package_name")) row.package = AppId{*package};
  if (auto host = json_text(event, "hostname")) row.hostname = Host{*host};
  out.add(where, row);
}

Result<> extract(Input& in, Rows<Row>& out) {
  auto take = [&](std::int64_t line, std::string_view kind, Element event) {
    if (std::ranges::find(read_elsewhere, kind) == std::end(read_elsewhere))
      add(out, at_line(line), kind, event);
  };
  // Lines that are no JSON are skips of android.security_events, which reads every line too.
  read_intrusion_log(TRY(in.text()), in.first_line(), "", {.event = take, .skip = [](auto, const auto&) {}});
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.intrusion_events",
    .title = "Events of other kinds in the intrusion log",
    .source = "intrusion logs of Android 16 and later; android-artifacts.md 1.6",
    .platform = Platform::android,
    .question = Question::processes,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::intrusion_events
