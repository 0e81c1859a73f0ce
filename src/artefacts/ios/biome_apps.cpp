#include <string>
#include <utility>

#include "base/json.h"
#include "evidence/input.h"
#include "formats/biome.h"
#include "records/artefact.h"

namespace bridle::ios::biome_apps {
namespace {

struct Row {
  std::string_view stream;
  std::string_view entry_state;
  std::optional<Time> time;
  std::optional<Time> started;
  std::optional<Time> ended;
  std::optional<AppId> bundle_id;
  std::optional<AppId> installed_app;
  std::optional<bool> in_front;
  std::optional<std::string_view> action;
  std::optional<std::string_view> uuid;
  std::optional<Json> details;
};

constexpr std::array columns{
    column<&Row::stream>(
        "App.InFocus: an app came to the front or left it; App.Install: installed; App.Intent: it did "
        "something that it tells the system of."),
    column<&Row::entry_state>("written; deleted: only the time is left."),
    column<&Row::time>("When the entry was written, UTC by device clock, below 1 us.").event("app_event"),
    column<&Row::started>("When it began, as the entry says.").event("app_event_began"),
    column<&Row::ended>("When it ended, where the entry says so."),
    column<&Row::bundle_id>("Bundle identifier of the app that was used.").relation(Relation::executed),
    column<&Row::installed_app>("App.Install: bundle identifier of the app that was installed.")
        .relation(Relation::installed),
    column<&Row::in_front>("App.InFocus since iOS 16: whether the app came to the front."),
    column<&Row::action>("App.Intent: class and action, as stored."),
    column<&Row::uuid>("Identifier of the event, where it has one."),
    column<&Row::details>("Other texts of the entry, as a JSON array: versions, names."),
};
constexpr TableSchema schema = table<Row>(
    "ios_biome_apps", "One row per use, installation or deed of an app that Biome keeps.", columns);

constexpr std::string_view paths[] = {
    "/private/var/mobile/Library/Biome/streams/*/App.InFocus/**/*",
    "/private/var/mobile/Library/Biome/streams/*/_DKEvent.App.InFocus/**/*",
    "/private/var/mobile/Library/Biome/streams/*/App.Install/**/*",
    "/private/var/mobile/Library/Biome/streams/*/_DKEvent.App.Install/**/*",
    "/private/var/mobile/Library/Biome/streams/*/AppIntent/**/*",
    "/private/var/mobile/Library/Biome/streams/*/App.Intent/**/*",
};

std::optional<AppId> app(std::optional<std::string_view> text) {
  return text ? std::optional(AppId{*text}) : std::nullopt;
}

// What a row points to besides the file.
struct Texts {
  std::string action, details;
};

void use_moved(const MovedEvent& event, Row& row, Texts& texts) {
  row.started = event.start;
  row.ended = event.end;
  row.bundle_id = app(event.value);
  row.uuid = event.uuid;
  if (event.details.empty()) return;
  JsonWriter json(false);
  json.array();
  for (std::string_view detail : event.details) json.value(detail);
  texts.details = json.end().take();
}

// 2 kind, 3 whether it begins, 4 when, 6 app, 9 and 10 versions.
void use_focus(const ProtobufMessage& fields, Row& row, Texts& texts) {
  row.started = cocoa_field(fields, 4);
  row.bundle_id = app(fields.text(6));
  if (auto begins = fields.integer(3)) row.in_front = *begins != 0;
  JsonWriter json(false);
  json.array();
  for (std::uint32_t number : {9U, 10U})
    if (auto version = fields.text(number)) json.value(*version);
  texts.details = json.end().take();
}

// 1 when, 2 app, 4 class, 5 action; 8 is an archive of the app's own.
void use_intent(const ProtobufMessage& fields, Row& row, Texts& texts) {
  row.started = cocoa_field(fields, 1);
  row.bundle_id = app(fields.text(2));
  texts.action = std::string(fields.text(4).value_or(""));
  if (auto action = fields.text(5)) texts.action += " " + std::string(*action);
}

Result<> extract(Input& in, Rows<Row>& out) {
  auto event = [&](const BiomeEvent& e) {
    std::string_view stream = plain_stream(e.place.stream);
    if (stream == "AppIntent") stream = "App.Intent";
    Row row{.stream = stream, .entry_state = e.entry.state_name(), .time = e.entry.time};
    Texts texts;
    if (auto moved = moved_event(e.fields))
      use_moved(*moved, row, texts);
    else if (stream == "App.InFocus")
      use_focus(e.fields, row, texts);
    else if (stream == "App.Intent")
      use_intent(e.fields, row, texts);
    if (e.entry.is_written() && !row.bundle_id)
      return out.skip(at_byte(e.entry.offset),
                      {Fault::unsupported, "an entry that names no app in a known form"});
    if (stream == "App.Install") std::swap(row.bundle_id, row.installed_app);
    if (!texts.action.empty()) row.action = texts.action;
    if (texts.details.size() > 2) row.details = Json{texts.details};
    out.add(at_byte(e.entry.offset), row);
  };
  return read_biome_events(TRY(in.bytes()), in.entry().path,
                           {.event = event, .skip = [&](std::uint64_t offset, const Error& why) {
                              out.skip(at_byte(offset), why);
                            }});
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.biome_apps",
    .title = "Use and installation of apps (Biome)",
    .source =
        "Biome streams App.InFocus, App.Install and AppIntent of iOS 15 to 26, in both forms; "
        "ios-artifacts.md "
        "4.5; iLEAPP's readers of them",
    .platform = Platform::ios,
    .question = Question::processes,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
    .dump_only = true,
    .in_dumps = Presence::usual,
    .since = 15,
};

}  // namespace bridle::ios::biome_apps
