#include <fmt/format.h>

#include "base/local_time.h"
#include "evidence/input.h"
#include "formats/file_list.h"
#include "records/artefact.h"

namespace bridle::android::file_times {
namespace {

struct Row {
  FilePath path;
  std::string_view stored_path;
  std::string_view type;
  std::optional<std::int64_t> size;
  std::optional<std::string_view> modified_local;
  std::optional<Time> modified;
  std::optional<Time> copied;
};

constexpr std::array columns{
    column<&Row::path>("Where the file was on the phone.").relation(Relation::on_disk),
    column<&Row::stored_path>("Where its copy stands: bugreport/FS/… or androidqf/logs/…, …/tmp/…"),
    column<&Row::type>("file, link, hard_link or other."),
    column<&Row::size>("Size of the copy in bytes."),
    column<&Row::modified_local>(
        "Last change of the file by the phone's wall clock, in steps of 2 s: from a bug report in the zip "
        "that the phone made. NULL elsewhere."),
    column<&Row::modified>("The same in UTC, by the zone that the evidence names; NULL when it names none.")
        .event("file_modified"),
    column<&Row::copied>(
        "Time of the copy as a folder or another archive keeps it: that of copying or of unpacking, and no "
        "moment of the phone. NULL where modified_local is not."),
};
constexpr TableSchema schema =
    table<Row>("android_file_times",
               "One row per file of the phone whose copy a bug report or a collection holds.", columns);

constexpr std::string_view paths[] = {"android_evidence/files"};

Result<> extract(Input& in, Rows<Row>& out) {
  FileListReader reader(TRY(in.bytes()));
  while (auto file = TRY(reader.next())) {
    Row row{.path = {file->device_path},
            .stored_path = file->stored_path,
            .type = file->type,
            .size = file->size};
    std::string local;
    if (file->modified && file->modified_is_local) {
      local = to_iso8601(*file->modified);
      local = local.substr(0, 10) + " " + local.substr(11, 8);
      row.modified_local = local;
      row.modified = in.device_time(local);
    } else {
      row.copied = file->modified;
    }
    out.add({fmt::format("entry {}", file->position)}, row);
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.file_times",
    .title = "Files that were copied from the phone",
    .source = "FS/ of a bug report, logs/ and tmp/ of AndroidQF; android-artifacts.md 1.1.2, 2.17.6, 2.19.1",
    .platform = Platform::android,
    .question = Question::files,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::file_times
