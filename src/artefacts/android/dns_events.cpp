#include <simdjson.h>

#include "base/text.h"
#include "evidence/input.h"
#include "formats/intrusion_log.h"
#include "formats/json_list.h"
#include "records/artefact.h"

namespace bridle::android::dns_events {
namespace {

struct Row {
  std::optional<Time> time;
  Host hostname;
  std::optional<AppId> package;
  std::optional<std::string_view> addresses;
  std::optional<Host> address_1;
  std::optional<Host> address_2;
  std::optional<Host> address_3;
  std::optional<Host> address_4;
  std::optional<std::int64_t> address_count;
  std::optional<std::int64_t> event_id;
  std::string_view stored;
};

constexpr std::array columns{
    column<&Row::time>("When it was asked, UTC by the phone's clock, 1 ms steps.").event("dns_query"),
    column<&Row::hostname>("The name.").relation(Relation::resolved),
    column<&Row::package>("The app that asked.").relation(Relation::executed),
    column<&Row::addresses>("All addresses of the answer."),
    column<&Row::address_1>("The first of them.").relation(Relation::resolved),
    column<&Row::address_2>("The second.").relation(Relation::resolved),
    column<&Row::address_3>("The third.").relation(Relation::resolved),
    column<&Row::address_4>("The fourth.").relation(Relation::resolved),
    column<&Row::address_count>("How many the phone counted: it may keep fewer."),
    column<&Row::event_id>("Number of the event; starts anew when the phone does."),
    column<&Row::stored>("The event as stored."),
};
constexpr TableSchema schema =
    table<Row>("android_dns_events", "One row per look-up of a name by an app.", columns);

constexpr std::string_view paths[] = {"intrusion_log/**"};

using Element = simdjson::dom::element;

std::string_view bare(std::string_view address) {
  return address.substr(address.rfind('/') + 1);
}

void add(Rows<Row>& out, const Locator& where, Element event) {
  std::string_view text;
  std::string stored = simdjson::minify(event), list;
  Row row{.stored = stored};
  if (event["hostname"].get(text) != simdjson::SUCCESS)
    return out.skip(where, {Fault::malformed, "a look-up without its name"});
  row.hostname = {text};
  if (auto time = json_integer(event, "event_time")) row.time = time_or_nothing(time_from_unix_ms(*time));
  if (auto package = json_text(event, "package_name")) row.package = AppId{*package};
  row.event_id = json_integer(event, "event_id");
  row.address_count = json_integer(event, "ip_addresses_count");
  simdjson::dom::array addresses;
  std::size_t index = 0;
  std::optional<Host> Row::* slots[] = {&Row::address_1, &Row::address_2, &Row::address_3, &Row::address_4};
  if (event["ip_addresses"].get(addresses) == simdjson::SUCCESS)
    for (Element address : addresses) {
      if (address.get(text) != simdjson::SUCCESS) continue;
      list += (list.empty() ? "" : " ") + std::string(bare(text));
      // 0.0.0.0 is what a blocker answers.
      if (bare(text) != "0.0.0.0" && index < std::size(slots)) row.*slots[index++] = Host{bare(text)};
    }
  if (!list.empty()) row.addresses = list;
  out.add(where, row);
}

Result<> extract(Input& in, Rows<Row>& out) {
  read_intrusion_log(
      TRY(in.text()), in.first_line(), "dns_event",
      {.event = [&](std::int64_t line, auto, Element event) { add(out, at_line(line), event); },
       .skip = [&](std::int64_t line, const Error& why) { out.skip(at_line(line), why); }});
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.dns_events",
    .title = "Names that apps looked up",
    .source = "intrusion logs of Android 16; android-artifacts.md 1.6, 2.20.1",
    .platform = Platform::android,
    .question = Question::browsing,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::dns_events
