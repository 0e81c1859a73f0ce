#include <fmt/format.h>

#include <vector>

#include "base/sha256.h"
#include "evidence/input.h"
#include "formats/ios_domains.h"
#include "formats/mbdb.h"
#include "formats/mbfile.h"
#include "records/artefact.h"

namespace bridle::ios::manifest {
namespace {

struct Row {
  std::string_view file_id;
  std::string_view domain;
  std::string_view relative_path;
  std::optional<FilePath> device_path;
  std::int64_t flags;
  std::optional<Time> created;
  std::optional<Time> modified;
  std::optional<Time> status_changed;
  std::optional<std::int64_t> mode;
  std::optional<std::int64_t> owner;
  std::optional<std::int64_t> group;
  std::optional<std::int64_t> size;
  std::optional<std::int64_t> inode;
  std::optional<std::int64_t> protection_class;
  std::optional<FilePath> link_target;
  bool id_fits;
};

constexpr std::array columns{
    column<&Row::file_id>("Name of the stored file: SHA-1 of domain, hyphen and relative path."),
    column<&Row::domain>("Backup domain."),
    column<&Row::relative_path>("Path below the domain, as stored; empty for the domain's root."),
    column<&Row::device_path>("The same as a path on the device; `*` stands for a container's unknown UUID; "
                              "NULL for an unknown domain.")
        .relation(Relation::on_disk),
    column<&Row::flags>("1 file, 2 directory, 4 symbolic link."),
    column<&Row::created>("Birth of the file, UTC by device clock, 1 s steps.").event("file_created"),
    column<&Row::modified>("Last change of its content.").event("file_modified"),
    column<&Row::status_changed>("Last change of its status.").event("file_status_changed"),
    column<&Row::mode>("st_mode with the file type bits."),
    column<&Row::owner>("User id: 501 mobile, 0 root, and others."),
    column<&Row::group>("Group id."),
    column<&Row::size>("Size of the content by the index, in bytes; the file may differ."),
    column<&Row::inode>("Inode number: a coarse order of creation."),
    column<&Row::protection_class>("Protection class by the index: 0 for directories."),
    column<&Row::link_target>("Where a symbolic link leads.").relation(Relation::mentioned),
    column<&Row::id_fits>("Whether the fileID is the SHA-1 that domain and path give."),
};
constexpr TableSchema schema =
    table<Row>("ios_manifest", "One row per file, directory and link that the backup lists.", columns);

constexpr std::string_view paths[] = {"ios_backup/Manifest.db", "ios_backup/Manifest.mbdb"};

std::optional<std::int64_t> whole(const auto& number) {
  if (!number) return std::nullopt;
  return static_cast<std::int64_t>(*number);
}

void add(Rows<Row>& out, const Locator& where, Row row) {
  auto path = device_path(row.domain, row.relative_path);
  if (path) row.device_path = FilePath{*path};
  row.id_fits = row.file_id == sha1_hex(fmt::format("{}-{}", row.domain, row.relative_path));
  out.add(where, row);
}

Result<> read_database(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  TRY(db.require("Files", {"fileID", "domain", "relativePath", "flags"}));
  bool has_facts = db.has_column("Files", "file");
  std::vector<std::string_view> wanted{"fileID", "domain", "relativePath", "flags"};
  if (has_facts) wanted.emplace_back("file");
  auto rows = TRY(db.scan("Files", wanted));
  MbFileReader reader;
  while (TRY(rows.step())) {
    const Query& stored = rows.row();
    Locator where = at_row("Files", rows.rowid().value_or(0));
    Row row{.file_id = stored.text(0).value_or(""),
            .domain = stored.text(1).value_or(""),
            .relative_path = stored.text(2).value_or(""),
            .flags = stored.integer(3).value_or(0)};
    auto archive = has_facts ? stored.blob(4) : std::nullopt;
    if (!archive || archive->empty()) {
      add(out, where, row);
      continue;
    }
    auto facts = reader.read(*archive);
    if (!facts) {
      out.skip(where, facts.error());  // its facts are lost, its name is not
      add(out, where, row);
      continue;
    }
    row.created = facts->birth;
    row.modified = facts->modified;
    row.status_changed = facts->status_changed;
    row.mode = whole(facts->mode);
    row.owner = whole(facts->uid);
    row.group = whole(facts->gid);
    row.size = whole(facts->size);
    row.inode = whole(facts->inode);
    row.protection_class = whole(facts->protection_class);
    if (facts->target) row.link_target = FilePath{*facts->target};
    add(out, where, row);
  }
  return {};
}

Result<> read_mbdb(Input& in, Rows<Row>& out) {
  auto reader = TRY(MbdbReader::open(TRY(in.bytes())));
  for (;;) {
    auto record = TRY(reader.next());
    if (!record) return {};
    // This generation stores no fileID: it is what domain and path give.
    std::string file_id = sha1_hex(fmt::format("{}-{}", record->domain, record->path));
    std::int64_t kind = record->mode & 0xF000;
    Row row{.file_id = file_id,
            .domain = record->domain,
            .relative_path = record->path,
            .flags = kind == 0x8000   ? 1
                     : kind == 0xA000 ? 4
                                      : 2,
            .created = record->birth,
            .modified = record->modified,
            .status_changed = record->status_changed,
            .mode = record->mode,
            .owner = record->uid,
            .group = record->gid,
            .size = static_cast<std::int64_t>(record->size),
            .inode = static_cast<std::int64_t>(record->inode),
            .protection_class = record->protection_class};
    if (record->target) row.link_target = FilePath{*record->target};
    add(out, at_byte(record->offset), row);
  }
}

Result<> extract(Input& in, Rows<Row>& out) {
  return in.entry().path.ends_with(".mbdb") ? read_mbdb(in, out) : read_database(in, out);
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.manifest",
    .title = "Files of the backup",
    .source = "Manifest.db (iOS 10 to 18) and Manifest.mbdb (to iOS 9); ios-artifacts.md 1.4, 1.6, 1.7",
    .platform = Platform::ios,
    .question = Question::files,
    .presence = Presence::always,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::manifest
