#include <simdjson.h>

#include "base/text.h"
#include "evidence/input.h"
#include "formats/intrusion_log.h"
#include "formats/json_list.h"
#include "records/artefact.h"

namespace bridle::android::connect_events {
namespace {

struct Row {
  std::optional<Time> time;
  Host address;
  std::optional<Host> hostname;
  std::optional<std::int64_t> port;
  std::optional<AppId> package;
  std::optional<std::int64_t> event_id;
  std::string_view stored;
};

constexpr std::array columns{
    column<&Row::time>("When it was made, UTC by the phone's clock, 1 ms steps.").event("network_connection"),
    column<&Row::address>("The address; \"\" for the phone itself.").relation(Relation::connected),
    column<&Row::hostname>("The name in front of the address, where there is one.")
        .relation(Relation::connected),
    column<&Row::port>("The port."),
    column<&Row::package>("The app.").relation(Relation::executed),
    column<&Row::event_id>("Number of the event; starts anew when the phone does."),
    column<&Row::stored>("The event as stored."),
};
constexpr TableSchema schema =
    table<Row>("android_connect_events", "One row per connection that an app made.", columns);

constexpr std::string_view paths[] = {"intrusion_log/**"};

using Element = simdjson::dom::element;

void add(Rows<Row>& out, const Locator& where, Element event) {
  std::string_view text;
  std::string stored = simdjson::minify(event);
  Row row{.stored = stored};
  if (event["ip_address"].get(text) != simdjson::SUCCESS)
    return out.skip(where, {Fault::malformed, "a connection without its address"});
  auto slash = text.rfind('/');
  auto address = text.substr(slash + 1);
  bool own = address == "::1" || address == "127.0.0.1" || address == "0.0.0.0";
  row.address = {own ? std::string_view{} : address};
  if (slash != std::string_view::npos && slash > 0) row.hostname = Host{text.substr(0, slash)};
  if (auto time = json_integer(event, "event_time")) row.time = time_or_nothing(time_from_unix_ms(*time));
  row.port = json_integer(event, "port");
  row.event_id = json_integer(event, "event_id");
  if (auto package = json_text(event, "package_name")) row.package = AppId{*package};
  out.add(where, row);
}

Result<> extract(Input& in, Rows<Row>& out) {
  read_intrusion_log(
      TRY(in.text()), in.first_line(), "connect_event",
      {.event = [&](std::int64_t line, auto, Element event) { add(out, at_line(line), event); },
       .skip = [&](std::int64_t line, const Error& why) { out.skip(at_line(line), why); }});
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.connect_events",
    .title = "Connections of apps",
    .source = "intrusion logs of Android 16; android-artifacts.md 1.6, 2.20.2",
    .platform = Platform::android,
    .question = Question::browsing,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::connect_events
