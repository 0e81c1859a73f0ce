#include <algorithm>

#include "base/bytes.h"
#include "base/text.h"
#include "evidence/input.h"
#include "formats/biome.h"
#include "records/artefact.h"

namespace bridle::ios::privacy_accounting {
namespace {

struct Row {
  std::string_view stream;
  std::string_view entry_state;
  std::optional<Time> time;
  std::optional<std::string_view> phase;
  std::optional<std::int64_t> kind_stored;
  std::optional<AppId> accessor;
  std::optional<std::string_view> service;
  std::optional<std::string_view> access;
  std::optional<Json> content;
};

constexpr std::array columns{
    column<&Row::stream>("Which store: its name ends in tcc (camera, microphone, contacts and others), "
                         "location, or oop (photos and others picked through the system)."),
    column<&Row::entry_state>("written; deleted: only the time is left."),
    column<&Row::time>("When it was written, UTC by device clock, below 1 us.").event("privacy_access"),
    column<&Row::phase>("begin or end of an access; NULL for kinds that nobody has described."),
    column<&Row::kind_stored>("The kind as stored: 2 is a begin, 3 an end."),
    column<&Row::accessor>("Who accessed: a bundle identifier; NULL when it is stored in another form.")
        .relation(Relation::executed),
    column<&Row::service>("tcc: what was accessed: kTCCServiceMicrophone and others."),
    column<&Row::access>("Identifier that begin and end of one access share, hexadecimal."),
    column<&Row::content>("All fields by their numbers."),
};
constexpr TableSchema schema =
    table<Row>("ios_privacy_accounting",
               "One row per begin or end of an app's access to what the owner may want to know of.", columns);

// Fed only while the owner has switched on the App Privacy Report.
constexpr std::string_view paths[] = {
    "/private/var/mobile/Library/PrivacyAccounting/Biome/com.apple.privacy.accounting.stream*/local/*",
};

constexpr int most_levels = 4;

// The name of a permission, wherever the version of the system puts it.
std::optional<std::string_view> service_in(const ProtobufMessage& fields, int level) {
  for (const WireField& field : fields.fields()) {
    auto text = fields.text(field.number);
    if (text && text->starts_with("kTCCService")) return text;
    if (level == most_levels) continue;
    for (const ProtobufMessage& inner : fields.messages(field.number))
      if (auto found = service_in(inner, level + 1)) return found;
  }
  return std::nullopt;
}

bool is_identifier(std::string_view text) {
  return text.contains('.') &&
         std::ranges::all_of(text, [](char c) { return is_alnum(c) || c == '.' || c == '-' || c == '_'; });
}

std::optional<std::string_view> phase_of(std::optional<std::int64_t> kind) {
  if (kind == 2) return "begin";
  if (kind == 3) return "end";
  return std::nullopt;
}

Result<> extract(Input& in, Rows<Row>& out) {
  auto event = [&](const BiomeEvent& e) {
    auto content = e.entry.is_written() ? protobuf_as_json(e.entry.payload) : std::nullopt;
    ProtobufMessage access = e.fields.message(1), accessor = access.message(1);
    Row row{.stream = e.place.stream,
            .entry_state = e.entry.state_name(),
            .time = e.entry.time,
            .kind_stored = access.integer(3),
            .service = service_in(e.fields, 0)};
    row.phase = phase_of(row.kind_stored);
    if (auto who = accessor.text(2); who && is_identifier(*who)) row.accessor = AppId{*who};
    std::string id;
    if (const WireField* field = access.find(2)) id = to_hex(field->bytes);
    if (!id.empty()) row.access = id;
    if (content) row.content = Json{*content};
    out.add(at_byte(e.entry.offset), row);
  };
  return read_biome_events(TRY(in.bytes()), in.entry().path,
                           {.event = event, .skip = [&](std::uint64_t offset, const Error& why) {
                              out.skip(at_byte(offset), why);
                            }});
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.privacy_accounting",
    .title = "Accesses that the App Privacy Report counts",
    .source = "Biome streams of PrivacyAccounting of iOS 15 to 18; ios-artifacts.md 4.5",
    .platform = Platform::ios,
    .question = Question::permissions,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
    .dump_only = true,
    .since = 15,
};

}  // namespace bridle::ios::privacy_accounting
