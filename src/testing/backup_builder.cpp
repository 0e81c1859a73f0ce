#include "testing/backup_builder.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <map>

#include "base/file.h"
#include "base/sha256.h"
#include "base/sqlite.h"
#include "evidence/key_derivation.h"
#include "testing/key_wrap.h"
#include "testing/keybag_builder.h"
#include "testing/mbdb_builder.h"
#include "testing/mbfile_builder.h"
#include "testing/payload_writer.h"
#include "testing/plist_builder.h"
#include "testing/random.h"

namespace bridle::testing {
namespace {

constexpr std::uint32_t classes[] = {1, 2, 3, 4, 6, 7, 8};
using Encryption = BackupTemplate::Encryption;

std::string text_of(const std::vector<std::uint8_t>& bytes) {
  return std::string(as_text(bytes));
}

}  // namespace

struct IosBackupBuilder::State {
  std::string folder;
  BackupTemplate as;
  Random random{1};
  std::optional<Database> index;
  std::optional<Statement> insert;
  std::vector<MbdbTemplate> records;
  std::map<std::uint32_t, std::string> class_keys;
  std::string keybag;
  std::string manifest_key;
  std::uint64_t inode = 1000;

  bool encrypted() const { return as.encryption != Encryption::none; }
  std::string index_path() const {
    return folder + (as.encryption == Encryption::files_and_index ? "/Manifest.db.forging" : "/Manifest.db");
  }
  Result<> make_keys();
  Result<> open_index();
  Result<> list(const BackupFile& file, const std::string& file_id, std::uint64_t size,
                const std::string& stored_key);
  Result<> write_lists();
};

IosBackupBuilder::IosBackupBuilder(std::unique_ptr<State> state) : state_(std::move(state)) {}
IosBackupBuilder::~IosBackupBuilder() = default;

Result<> IosBackupBuilder::State::make_keys() {
  KeybagTemplate bag;
  bag.salt = random.bytes(20);
  bag.iterations = as.iterations;
  bag.version = as.encryption == Encryption::files_and_index ? 5 : 3;
  bag.double_protection_salt = random.bytes(20);
  bag.double_protection_iterations = as.double_iterations;
  KeyDerivation derivation{.salt = as_bytes(bag.salt), .iterations = bag.iterations, .double_stage = {}};
  if (as.encryption == Encryption::files_and_index)
    derivation.double_stage = Stretching{as_bytes(bag.double_protection_salt), as.double_iterations};
  else
    bag.double_protection_iterations.reset();
  Secret password_key = TRY(derive_backup_key(as_bytes(as.password), derivation));
  for (std::uint32_t id : classes) {
    class_keys[id] = random.bytes(32);
    if (std::ranges::count(as.missing_classes, id) > 0) continue;
    bag.classes.push_back({.id = id,
                           .wrap = 2,
                           .wrapped_key = text_of(wrap_key(password_key.bytes(), as_bytes(class_keys[id])))});
  }
  // As on a real phone: a key whose inner wrapping only the device itself can open.
  std::string inner = random.bytes(32);
  bag.classes.push_back(
      {.id = 9, .wrap = 3, .wrapped_key = text_of(wrap_key(password_key.bytes(), as_bytes(inner)))});
  keybag = write_keybag(bag);
  manifest_key = random.bytes(32);
  return {};
}

Result<> IosBackupBuilder::State::open_index() {
  index.emplace(TRY(Database::open(index_path(), Database::Mode::create)));
  TRY(index->run(
      "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN;"
      "CREATE TABLE Files(fileID TEXT PRIMARY KEY, domain TEXT, relativePath TEXT, flags INTEGER, file BLOB);"
      "CREATE INDEX FilesDomainIdx ON Files(domain); CREATE INDEX FilesRelativePathIdx ON "
      "Files(relativePath);"
      "CREATE INDEX FilesFlagsIdx ON Files(flags); CREATE TABLE Properties(key TEXT PRIMARY KEY, value "
      "BLOB);"));
  insert.emplace(TRY(index->prepare("INSERT INTO Files VALUES(?, ?, ?, ?, ?)")));
  return {};
}

Result<> IosBackupBuilder::State::list(const BackupFile& file, const std::string& file_id, std::uint64_t size,
                                       const std::string& key) {
  bool directory = (file.mode & 0170000) == 0040000, link = !file.target.empty();
  std::uint64_t recorded = file.recorded_size.value_or(size);
  if (as.index == BackupTemplate::Index::mbdb) {
    MbdbTemplate record{.domain = file.domain,
                        .path = file.path,
                        .target = {},
                        .digest = {},
                        .encryption_key = {},
                        .mode = static_cast<std::uint16_t>(file.mode),
                        .size = recorded,
                        .properties = {}};
    if (link) record.target = file.target;
    if (!key.empty()) record.encryption_key = key;
    records.push_back(std::move(record));
    return {};
  }
  MbFileTemplate facts{.relative_path = file.path,
                       .birth = file.birth,
                       .modified = file.modified,
                       .status_changed = file.modified,
                       .mode = file.mode,
                       .uid = file.uid,
                       .gid = file.gid,
                       .inode = ++inode,
                       .size = recorded,
                       .protection_class = directory ? 0 : file.protection_class,
                       .encryption_key = {},
                       .target = {},
                       .digest = {},
                       .extended_attributes = {}};
  if (!key.empty()) facts.encryption_key = key;
  if (link) facts.target = file.target;
  std::string archive = write_mbfile(facts);
  return insert
      ->bind_all(std::string_view(file_id), std::string_view(file.domain), std::string_view(file.path),
                 std::int64_t{directory ? 2
                              : link    ? 4
                                        : 1},
                 as_bytes(archive))
      .run();
}

Result<std::unique_ptr<IosBackupBuilder>> IosBackupBuilder::begin(const std::string& folder,
                                                                  const BackupTemplate& as) {
  auto state = std::make_unique<State>();
  state->folder = folder;
  state->as = as;
  state->random = Random(as.seed);
  if (::mkdir(folder.c_str(), 0755) != 0) return fail(Fault::io, "cannot make the folder " + folder);
  if (!as.flat)
    for (int i = 0; i < 256; ++i) ::mkdir(fmt::format("{}/{:02x}", folder, i).c_str(), 0755);
  if (state->encrypted()) TRY(state->make_keys());
  if (as.index == BackupTemplate::Index::database) TRY(state->open_index());
  return std::unique_ptr<IosBackupBuilder>(new IosBackupBuilder(std::move(state)));
}

Result<> IosBackupBuilder::add(const BackupFile& file) {
  State& s = *state_;
  std::string file_id =
      file.file_id.empty() ? sha1_hex(fmt::format("{}-{}", file.domain, file.path)) : file.file_id;
  bool regular = (file.mode & 0170000) == 0100000 && file.target.empty();
  std::string key, stored;
  if (s.encrypted() && regular) {
    key = s.random.bytes(32);
    stored = stored_key(file.protection_class,
                        text_of(wrap_key(as_bytes(s.class_keys[file.protection_class]), as_bytes(key))));
  }
  std::uint64_t size = file.content.size();
  if (regular && !file.listed_only) {
    std::string to = s.folder + "/" + (s.as.flat ? "" : file_id.substr(0, 2) + "/") + file_id;
    if (file.from_file.empty())
      TRY(write_payload(to, file.content, as_bytes(key)));
    else
      size = TRY(write_payload_from(to, file.from_file, as_bytes(key)));
  }
  return s.list(file, file_id, size, stored);
}

Result<> IosBackupBuilder::State::write_lists() {
  Time made{1'668'000'000'000'000'000};
  PlistTree::Array apps(as.installed_apps.begin(), as.installed_apps.end());
  TRY(write_new_file(folder + "/Info.plist",
                     write_plist_xml(PlistTree::Dictionary{{"Build Version", as.build_version},
                                                           {"Device Name", as.device_name},
                                                           {"Display Name", as.device_name},
                                                           {"Installed Applications", apps},
                                                           {"Last Backup Date", made},
                                                           {"Product Type", as.product_type},
                                                           {"Product Version", as.product_version},
                                                           {"Serial Number", "F0RGED0000"},
                                                           {"Unique Identifier", "00008030-000000000000F09D"},
                                                           {"iTunes Version", "12.12.7.1"}})));
  TRY(write_new_file(folder + "/Status.plist",
                     write_bplist(PlistTree::Dictionary{{"BackupState", "new"},
                                                        {"Date", made},
                                                        {"IsFullBackup", false},
                                                        {"SnapshotState", "finished"},
                                                        {"UUID", "F09D0000-0000-4000-8000-000000000001"},
                                                        {"Version", "3.3"}})));
  PlistTree::Dictionary manifest{
      {"IsEncrypted", encrypted()},
      {"Version", "10.0"},
      {"Date", made},
      {"SystemDomainsVersion", "24.0"},
      {"WasPasscodeSet", true},
      {"Lockdown", PlistTree::Dictionary{{"ProductVersion", as.product_version},
                                         {"ProductType", as.product_type},
                                         {"BuildVersion", as.build_version},
                                         {"DeviceName", as.device_name},
                                         {"SerialNumber", "F0RGED0000"},
                                         {"UniqueDeviceID", "00008030-000000000000F09D"}}}};
  if (encrypted()) manifest.emplace_back("BackupKeyBag", plist_data(keybag));
  if (as.encryption == Encryption::files_and_index)
    manifest.emplace_back(
        "ManifestKey",
        plist_data(stored_key(4, text_of(wrap_key(as_bytes(class_keys[4]), as_bytes(manifest_key))))));
  return write_new_file(folder + "/Manifest.plist", write_bplist(manifest));
}

Result<> IosBackupBuilder::finish() {
  State& s = *state_;
  TRY(s.write_lists());
  if (s.as.index == BackupTemplate::Index::mbdb)
    return write_new_file(s.folder + "/Manifest.mbdb", write_mbdb(s.records));
  s.insert.reset();
  TRY(s.index->run("COMMIT"));
  s.index.reset();
  if (s.as.encryption != Encryption::files_and_index) return {};
  (void)TRY(write_payload_from(s.folder + "/Manifest.db", s.index_path(), as_bytes(s.manifest_key)));
  ::unlink(s.index_path().c_str());
  return {};
}

}  // namespace bridle::testing
