#include <fmt/format.h>
#include <simdjson.h>

#include <optional>
#include <string>

#include "base/text.h"
#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::update_log {
namespace {

struct Row {
  std::optional<Time> time;
  std::optional<std::string_view> event;
  std::optional<std::string_view> build_before;
  std::optional<std::string_view> build;
  std::optional<std::string_view> model;
  std::optional<double> battery;
  Json stored;
};

constexpr std::array columns{
    column<&Row::time>("When, UTC by device clock, 1 s steps; NULL when the event says none.")
        .event("update_event"),
    column<&Row::event>("Name of the step, as stored; a step that is listed need not have been completed."),
    column<&Row::build_before>("Build of the system before."),
    column<&Row::build>("Build of the system then."),
    column<&Row::model>("Board of the phone."),
    column<&Row::battery>("Level of the battery, as stored."),
    column<&Row::stored>("The event as stored, the first 16 KiB."),
};
constexpr TableSchema schema =
    table<Row>("ios_update_log", "One row per step of an update or restore that the log keeps.", columns);

constexpr std::string_view paths[] = {
    "/private/var/mobile/MobileSoftwareUpdate/restore.log",
    "/private/var/MobileSoftwareUpdate/restore.log",
};

constexpr std::string_view mark = "data = ";
constexpr std::size_t most_bytes = 16'384;

using Member = simdjson::simdjson_result<simdjson::dom::element>;

std::optional<std::string_view> text_of(const Member& value) {
  std::string_view text;
  return value.get_string().get(text) == simdjson::SUCCESS ? std::optional(text) : std::nullopt;
}

std::optional<double> number_of(const Member& value) {
  double number = 0;
  return value.get_double().get(number) == simdjson::SUCCESS ? std::optional(number) : std::nullopt;
}

void add(const simdjson::dom::element& event, Line line, Rows<Row>& out) {
  std::string json = simdjson::minify(event);
  Row row{.event = text_of(event["event"]),
          .build_before = text_of(event["originalOSVersion"]),
          .build = text_of(event["currentOSVersion"]),
          .model = text_of(event["deviceModel"]),
          .battery = number_of(event["batteryLevel"]),
          .stored = {std::string_view(json).substr(0, most_bytes)}};
  if (auto seconds = number_of(event["eventTime"]); seconds && *seconds > 0)
    row.time = time_or_nothing(time_from_unix_seconds(*seconds));
  out.add(at_line(line.number), row);
}

// "… data = {"events":[{…},…]}": other lines are steps of the installer in words.
Result<> extract(Input& in, Rows<Row>& out) {
  Lines lines(TRY(in.text()), in.first_line());
  simdjson::dom::parser parser;
  std::int64_t others = 0;
  while (auto line = lines.next()) {
    auto at = line->text.find(mark);
    if (at == std::string_view::npos) {
      others += !trim(line->text).empty();
      continue;
    }
    simdjson::dom::array events;
    simdjson::padded_string data(line->text.substr(at + mark.size()));
    if (parser.parse(data)["events"].get_array().get(events) != simdjson::SUCCESS) {
      out.skip(at_line(line->number), {Fault::malformed, "data of the line is no JSON with events"});
      continue;
    }
    for (auto event : events) {
      if (event.is_object())
        add(event, *line, out);
      else
        out.skip(at_line(line->number), {Fault::malformed, "event is no object"});
    }
  }
  if (others > 0) in.note(fmt::format("lines without data, which are not read: {}", others));
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.update_log",
    .title = "Log of updates and restores",
    .source = "restore.log of iOS 13 to 18; ios-artifacts.md 4.11; iLEAPP's restoreLog",
    .platform = Platform::ios,
    .question = Question::device,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
    .dump_only = true,
};

}  // namespace bridle::ios::update_log
