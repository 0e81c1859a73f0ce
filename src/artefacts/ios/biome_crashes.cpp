#include "evidence/input.h"
#include "formats/biome.h"
#include "records/artefact.h"

namespace bridle::ios::biome_crashes {
namespace {

struct Row {
  std::string_view entry_state;
  std::optional<Time> time;
  std::optional<ProcessName> process;
  std::optional<AppId> bundle_id;
  std::optional<std::string_view> app_version;
  std::optional<std::string_view> bundle_version;
  std::optional<std::string_view> incident;
  std::optional<ProcessName> responsible;
  std::optional<AppId> coalition;
  std::optional<bool> first_party;
  std::optional<bool> beta;
  std::optional<Json> content;
};

constexpr std::array columns{
    column<&Row::entry_state>("written; deleted: only the time is left."),
    column<&Row::time>("When the crash was recorded, UTC by device clock, below 1 us.")
        .event("crash_recorded"),
    column<&Row::process>("Name of the process, in full.").relation(Relation::executed),
    column<&Row::bundle_id>("Its bundle identifier.").relation(Relation::executed),
    column<&Row::app_version>("Version of the app."),
    column<&Row::bundle_version>("Version of its bundle."),
    column<&Row::incident>(
        "Identifier of the report that was written (ios_crash_reports has it when it is left)."),
    column<&Row::responsible>("The app on whose behalf it ran.").relation(Relation::executed),
    column<&Row::coalition>("The job that it belonged to, mostly a bundle identifier."),
    column<&Row::first_party>("Whether the phone takes it for Apple's own."),
    column<&Row::beta>("Whether it is a beta version."),
    column<&Row::content>("All fields by their numbers: 6 is the exception, 7 the reason of the end."),
};
constexpr TableSchema schema = table<Row>(
    "ios_biome_crashes", "One row per crash that the system counted, apart from its reports.", columns);

constexpr std::string_view paths[] = {
    "/private/var/db/biome/streams/*/OSAnalytics.Stability.Crash/**/*",
    "/private/var/mobile/Library/Biome/streams/*/OSAnalytics.Stability.Crash/**/*",
};

template <class T = std::string_view>
std::optional<T> as(std::optional<std::string_view> text) {
  return text ? std::optional(T{*text}) : std::nullopt;
}

std::optional<bool> truth(std::optional<std::int64_t> number) {
  return number ? std::optional(*number != 0) : std::nullopt;
}

Result<> extract(Input& in, Rows<Row>& out) {
  auto event = [&](const BiomeEvent& e) {
    auto content = e.entry.is_written() ? protobuf_as_json(e.entry.payload) : std::nullopt;
    out.add(at_byte(e.entry.offset), {.entry_state = e.entry.state_name(),
                                      .time = e.entry.time,
                                      .process = as<ProcessName>(e.fields.text(2)),
                                      .bundle_id = as<AppId>(e.fields.text(3)),
                                      .app_version = e.fields.text(4),
                                      .bundle_version = e.fields.text(5),
                                      .incident = e.fields.text(1),
                                      .responsible = as<ProcessName>(e.fields.text(8)),
                                      .coalition = as<AppId>(e.fields.text(9)),
                                      .first_party = truth(e.fields.integer(10)),
                                      .beta = truth(e.fields.integer(11)),
                                      .content = content ? std::optional(Json{*content}) : std::nullopt});
  };
  return read_biome_events(TRY(in.bytes()), in.entry().path,
                           {.event = event, .skip = [&](std::uint64_t offset, const Error& why) {
                              out.skip(at_byte(offset), why);
                            }});
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.biome_crashes",
    .title = "Crashes that the system counted",
    .source = "Biome stream OSAnalytics.Stability.Crash of iOS 16 to 26, kept 28 days; ios-artifacts.md 4.5",
    .platform = Platform::ios,
    .question = Question::processes,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
    .dump_only = true,
    .in_dumps = Presence::usual,
    .since = 16,
};

}  // namespace bridle::ios::biome_crashes
