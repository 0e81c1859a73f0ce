#include <fmt/format.h>

#include "evidence/input.h"
#include "formats/biome.h"
#include "formats/protobuf_message.h"
#include "formats/segb.h"
#include "records/artefact.h"

namespace bridle::ios::biome_entries {
namespace {

struct Row {
  std::string_view stream;
  std::string_view area;
  std::string_view origin;
  std::string_view entry_state;
  std::optional<Time> time;
  std::int64_t size;
  bool intact;
  bool tombstone;
  std::string_view segment;
  std::optional<Json> content;
};

constexpr std::array columns{
    column<&Row::stream>("Name of the stream: what kind of event this is."),
    column<&Row::area>("public or restricted; empty where the store has no such level."),
    column<&Row::origin>("local, or the device that the entry came from."),
    column<&Row::entry_state>("written; deleted: the content is overwritten, time and size stay; unknown."),
    column<&Row::time>("When the entry was written, UTC by device clock, below 1 us.").event("biome_entry"),
    column<&Row::size>("Size of the content in bytes; of deleted entries what it was."),
    column<&Row::intact>(
        "Whether the content is the one that was written, by its checksum; false for deleted ones."),
    column<&Row::tombstone>("Whether the segment tells of pruned segments instead of events."),
    column<&Row::segment>("Name of the segment: microseconds since 2001 of its begin."),
    column<&Row::content>(
        "The fields of the content by their numbers, at most 16 KiB; NULL for deleted ones and for "
        "what is no protocol buffer."),
};
constexpr TableSchema schema =
    table<Row>("ios_biome_entries",
               "One row per entry of a Biome stream, whatever the stream, deleted or not.", columns);

constexpr std::string_view paths[] = {
    "/private/var/mobile/Library/Biome/streams/**/local/*",
    "/private/var/mobile/Library/Biome/streams/**/local/tombstone/*",
    "/private/var/mobile/Library/Biome/streams/**/remote/**/*",
    "/private/var/db/biome/streams/**/local/*",
    "/private/var/db/biome/streams/**/local/tombstone/*",
    "/private/var/db/biome/streams/**/remote/**/*",
    "/private/var/mobile/Library/PrivacyAccounting/Biome/**/local/**/*",
    "/private/var/mobile/Library/DuetActivityScheduler/Biome/**/local/**/*",
    "/private/var/mobile/Library/DuetExpertCenter/streams/**/local/**/*",
};

Result<> extract(Input& in, Rows<Row>& out) {
  auto place = biome_place(in.entry().path);
  if (!place) return fail(Fault::unsupported, "the path names no Biome stream");
  std::int64_t changed = 0;
  (void)TRY(
      read_segb(TRY(in.bytes()),
                {.entry =
                     [&](const SegbEntry& entry) {
                       auto content = entry.is_written() ? protobuf_as_json(entry.payload) : std::nullopt;
                       changed += entry.is_written() && !entry.has_checksum;
                       Row row{.stream = place->stream,
                               .area = place->area,
                               .origin = place->origin,
                               .entry_state = entry.state_name(),
                               .time = entry.time,
                               .size = static_cast<std::int64_t>(entry.payload.size()),
                               .intact = entry.is_written() && entry.has_checksum,
                               .tombstone = place->is_tombstone,
                               .segment = place->segment};
                       if (content) row.content = Json{*content};
                       out.add(at_byte(entry.offset), row);
                     },
                 .skip = [&](std::uint64_t offset, const Error& why) { out.skip(at_byte(offset), why); }}));
  if (changed > 0) in.note(fmt::format("entries whose content does not fit its checksum: {}", changed));
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.biome_entries",
    .title = "Entries of Biome streams",
    .source = "segments of iOS 15 to 26, SEGB version 1 and 2; ios-artifacts.md 4.5; docs/formats/segb.md",
    .platform = Platform::ios,
    .question = Question::device,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
    .dump_only = true,
    .in_dumps = Presence::always,
    .since = 15,
};

}  // namespace bridle::ios::biome_entries
