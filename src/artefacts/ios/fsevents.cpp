#include "formats/fsevents.h"

#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::fsevents {
namespace {

struct Row {
  FilePath path;
  std::string_view change;
  std::int64_t event_id;
  std::optional<std::int64_t> node_id;
  std::int64_t flags;
  std::string_view file_name;
};

constexpr std::array columns{
    column<&Row::path>(
        "What changed, below the root of the data volume, with its place on the phone in front.")
        .relation(Relation::on_disk),
    column<&Row::change>(
        "Everything that happened to it since the last flush, in words: created and removed in one row "
        "is a file that was there for a while only."),
    column<&Row::event_id>("Number of the change: they rise over time, which is all that tells the time."),
    column<&Row::node_id>("Number of the file; NULL before version 2."),
    column<&Row::flags>("The same as `change`, as stored."),
    column<&Row::file_name>("Name of the file of changes: the last event id in it."),
};
constexpr TableSchema schema =
    table<Row>("ios_fsevents", "One row per path that changed, as the file system noted.", columns);

constexpr std::string_view paths[] = {
    "/private/var/.fseventsd/*",
    "/private/var/db/fseventsd/*",
    "/private/var/mobile/.fseventsd/*",
    "/.fseventsd/*",
};

// The store of a volume stands at its root or in its database folder; paths count from that root.
std::string root_of(std::string_view store) {
  if (store.starts_with("/private/var/mobile/")) return "/private/var/mobile/";
  return store.starts_with("/private/var/") ? "/private/var/" : "/";
}

Result<> extract(Input& in, Rows<Row>& out) {
  std::string_view path = in.entry().path, file_name = path.substr(path.rfind('/') + 1);
  if (file_name == "fseventsd-uuid") return {};
  std::string root = root_of(path);
  auto add = [&](const FseventsEntry& entry) {
    bool whole = root == "/" || entry.path.starts_with("private/");
    std::string full = (whole ? "/" : root) + std::string(entry.path);
    std::string change = fsevents_words(entry.flags);
    out.add(
        at_byte(entry.offset),
        {.path = FilePath{full},
         .change = change,
         .event_id = static_cast<std::int64_t>(entry.event_id),
         .node_id = entry.node_id ? std::optional(static_cast<std::int64_t>(*entry.node_id)) : std::nullopt,
         .flags = entry.flags,
         .file_name = file_name});
  };
  return read_fsevents(TRY(in.unpacked()),
                       {.entry = add, .skip = [&](std::uint64_t offset, const Error& why) {
                          out.skip(at_byte(offset), why);
                        }});
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.fsevents",
    .title = "Changes of the file system",
    .source =
        ".fseventsd of iOS 12 to 18, pages of version 1 to 3; ios-artifacts.md 4.18; "
        "docs/formats/fsevents.md",
    .platform = Platform::ios,
    .question = Question::files,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
    .dump_only = true,
    .in_dumps = Presence::usual,
};

}  // namespace bridle::ios::fsevents
