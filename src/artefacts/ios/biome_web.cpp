#include "evidence/input.h"
#include "formats/biome.h"
#include "records/artefact.h"

namespace bridle::ios::biome_web {
namespace {

struct Row {
  std::string_view stream;
  std::string_view entry_state;
  std::optional<Time> time;
  std::optional<Time> started;
  std::optional<Time> ended;
  std::optional<Url> url;
  std::optional<Host> host;
  std::optional<Prose> title;
  std::optional<AppId> bundle_id;
  std::optional<std::string_view> uuid;
};

constexpr std::array columns{
    column<&Row::stream>("Safari.History, Safari.PageView, Safari.Navigations or App.WebUsage."),
    column<&Row::entry_state>("written; deleted: only the time is left."),
    column<&Row::time>("When the entry was written, UTC by device clock, below 1 us.").event("page_recorded"),
    column<&Row::started>("When the page was opened, as the entry says.").event("page_opened"),
    column<&Row::ended>("When it was left, where the entry says so."),
    column<&Row::url>("Address of the page.").relation(Relation::visited),
    column<&Row::host>("App.WebUsage: its domain.").relation(Relation::visited),
    column<&Row::title>("Title of the page, where the entry has it."),
    column<&Row::bundle_id>("App.WebUsage: the app that showed the page.").relation(Relation::executed),
    column<&Row::uuid>("Identifier of the event, where it has one."),
};
constexpr TableSchema schema = table<Row>(
    "ios_biome_web", "One row per page that Biome keeps, whatever became of the browser's history.", columns);

constexpr std::string_view paths[] = {
    "/private/var/mobile/Library/Biome/streams/*/_DKEvent.Safari.History/**/*",
    "/private/var/mobile/Library/Biome/streams/*/Safari.History/**/*",
    "/private/var/mobile/Library/Biome/streams/*/SafariPageView/**/*",
    "/private/var/mobile/Library/Biome/streams/*/Safari.PageView/**/*",
    "/private/var/mobile/Library/Biome/streams/*/Safari.Navigations/**/*",
    "/private/var/mobile/Library/Biome/streams/*/App.WebUsage/**/*",
};

bool is_url(std::string_view text) {
  return text.starts_with("https://") || text.starts_with("http://");
}

// Streams whose fields nobody has described: the first address, here or one level below.
std::optional<std::string_view> first_url(const ProtobufMessage& fields) {
  for (const WireField& field : fields.fields())
    if (field.kind == WireField::Kind::bytes && is_url(field.text())) return field.text();
  for (const WireField& field : fields.fields()) {
    if (field.kind != WireField::Kind::bytes) continue;
    auto inner = ProtobufMessage::parse(field.bytes);
    if (!inner) continue;
    for (const WireField& below : inner->fields())
      if (below.kind == WireField::Kind::bytes && is_url(below.text())) return below.text();
  }
  return std::nullopt;
}

// 1 GUID, 2 when, 4 address, 5 domain, 6 app.
void use_usage(const ProtobufMessage& fields, Row& row) {
  row.uuid = fields.text(1);
  row.started = cocoa_field(fields, 2);
  if (auto url = fields.text(4)) row.url = Url{*url};
  if (auto host = fields.text(5)) row.host = Host{*host};
  if (auto app = fields.text(6)) row.bundle_id = AppId{*app};
}

void use_moved(const MovedEvent& event, Row& row) {
  row.started = event.start;
  row.ended = event.end;
  row.uuid = event.uuid;
  if (event.value) row.url = Url{*event.value};
  if (!event.details.empty()) row.title = Prose{event.details.front()};
}

Result<> extract(Input& in, Rows<Row>& out) {
  auto event = [&](const BiomeEvent& e) {
    std::string_view stream = plain_stream(e.place.stream);
    if (stream == "SafariPageView") stream = "Safari.PageView";
    Row row{.stream = stream, .entry_state = e.entry.state_name(), .time = e.entry.time};
    if (auto moved = moved_event(e.fields))
      use_moved(*moved, row);
    else if (stream == "App.WebUsage")
      use_usage(e.fields, row);
    else if (auto url = first_url(e.fields))
      row.url = Url{*url};
    if (e.entry.is_written() && !row.url && !row.host)
      return out.skip(at_byte(e.entry.offset),
                      {Fault::unsupported, "an entry that names no page in a known form"});
    out.add(at_byte(e.entry.offset), row);
  };
  return read_biome_events(TRY(in.bytes()), in.entry().path,
                           {.event = event, .skip = [&](std::uint64_t offset, const Error& why) {
                              out.skip(at_byte(offset), why);
                            }});
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.biome_web",
    .title = "Pages that were opened (Biome)",
    .source =
        "Biome streams of Safari and App.WebUsage of iOS 15 to 26; ios-artifacts.md 4.5; iLEAPP's reader of "
        "_DKEvent.Safari.History",
    .platform = Platform::ios,
    .question = Question::browsing,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
    .dump_only = true,
    .since = 15,
};

}  // namespace bridle::ios::biome_web
