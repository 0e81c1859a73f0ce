#include "evidence/input.h"
#include "formats/file_list.h"
#include "records/artefact.h"

namespace bridle::ios::filesystem {
namespace {

struct Row {
  FilePath path;
  std::string_view stored_path;
  std::string_view type;
  std::optional<FilePath> link_target;
  std::optional<std::int64_t> size;
  std::optional<Time> created;
  std::optional<Time> modified;
  std::optional<Time> accessed;
  std::optional<Time> status_changed;
  std::optional<std::int64_t> mode;
  std::optional<std::int64_t> owner;
  std::optional<std::int64_t> group;
};

constexpr std::array columns{
    column<&Row::path>("Path on the device.").relation(Relation::on_disk),
    column<&Row::stored_path>("The same as it stands in the dump."),
    column<&Row::type>("file, directory, link (symbolic), hard_link, or other (a device, a socket, a pipe)."),
    column<&Row::link_target>("Where a link leads; links are not followed.").relation(Relation::mentioned),
    column<&Row::size>("Size of the content in bytes, by the archive or the file system."),
    column<&Row::created>("Birth of the file, UTC; NULL where the archive has none, and in a folder.")
        .event("file_created"),
    column<&Row::modified>("Last change of its content, UTC; in a folder as the copy kept it.")
        .event("file_modified"),
    column<&Row::accessed>("Last access, UTC; from an archive only."),
    column<&Row::status_changed>("Last change of its status, UTC; from an archive only.")
        .event("file_status_changed"),
    column<&Row::mode>("st_mode; from an archive only: a copy has its own."),
    column<&Row::owner>("User id: 501 mobile, 0 root, and others; from an archive only."),
    column<&Row::group>("Group id; from an archive only."),
};
constexpr TableSchema schema =
    table<Row>("ios_filesystem", "One row per file, directory and link of a file-system dump.", columns);

constexpr std::string_view paths[] = {"ios_dump/files"};

Result<> extract(Input& in, Rows<Row>& out) {
  FileListReader reader(TRY(in.bytes()));
  while (auto file = TRY(reader.next())) {
    Row row{.path = {file->device_path},
            .stored_path = file->stored_path,
            .type = file->type,
            .size = file->size,
            .created = file->created,
            .modified = file->modified,
            .accessed = file->accessed,
            .status_changed = file->changed,
            .mode = file->mode,
            .owner = file->owner,
            .group = file->group};
    if (!file->target.empty()) row.link_target = FilePath{file->target};
    out.add({"entry " + std::to_string(file->position)}, row);
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.filesystem",
    .title = "Files of the dump",
    .source = "the names in a file-system dump, as folder, tar, tar.gz or zip; docs/formats/dump.md",
    .platform = Platform::ios,
    .question = Question::files,
    .presence = Presence::always,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::filesystem
