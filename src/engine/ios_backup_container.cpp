#include "engine/ios_backup_container.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "engine/batch_values.h"
#include "engine/container_tables.h"
#include "engine/launcher_loop.h"
#include "formats/ios_domains.h"

namespace bridle {
namespace {

constexpr std::string_view own_files = "ios_backup/";

Fd open_if_there(const BackupFolder& folder, bool there, const char* name) {
  if (!there) return {};
  auto file = open_beneath(folder.directory, name);
  return file ? std::move(*file) : Fd{};
}

// The fixed-size key ring arrives in one piece: it is smaller than what a pipe holds.
Result<> receive_keys(int pipe, Secret& ring) {
  Secret received(sizeof(KeyRing));
  auto target = received.writable();
  while (!target.empty()) {
    ssize_t got = ::read(pipe, target.data(), target.size());
    if (got <= 0)
      return {};  // an unlocking worker that found no keybag sends an empty ring; a lost one has said so
    target = target.subspan(static_cast<std::size_t>(got));
  }
  ring = std::move(received);
  return {};
}

const KeyRing& keys_of(const Secret& ring) {
  static const KeyRing none;
  const void* memory = ring.bytes().data();  // a page of its own, as a KeyRing wants it
  return ring.empty() ? none : *static_cast<const KeyRing*>(memory);
}

}  // namespace

Result<std::string> IosBackupContainer::try_password(TaskRunner& runner, Secret password,
                                                     const std::string& spool) {
  Fd manifest = open_if_there(folder_, folder_.has_manifest_plist, "Manifest.plist");
  Fd info = open_if_there(folder_, folder_.has_info, "Info.plist");
  Fd status = open_if_there(folder_, folder_.has_status, "Status.plist");
  Fd output = TRY(unnamed_file(spool));
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return fail(Fault::io, "cannot make a pipe");
  Fd from{ends[0]}, to{ends[1]};
  Task task;
  task.kind = TaskKind::unlock;
  task.entry.path = "ios_backup/Manifest.plist";
  task.password = std::move(password);
  TRY(run_alone(runner, task,
                {.content = manifest.get(),
                 .wal = info.get(),
                 .extra = status.get(),
                 .output = output.get(),
                 .keys = to.get()},
                "the backup's property lists"));
  to.reset();
  TRY(receive_keys(from.get(), ring_));
  facts_ = {};
  std::string outcome = "not_encrypted";
  TRY(read_facts(output.get(), facts_, [&](auto kind, auto key, auto value) {
    if (kind == "flag" && key == "encrypted") facts_.encrypted = value == "yes";
    if (kind == "flag" && key == "has_manifest_key") facts_.has_manifest_key = value == "yes";
    if (kind == "flag" && key == "in_progress") facts_.in_progress = value == "yes";
    if (kind == "outcome") outcome = key;
  }));
  return outcome;
}

Result<> IosBackupContainer::unlock(TaskRunner& runner, Secret password, const AskPassword& ask,
                                    const std::string& spool) {
  std::string outcome = TRY(try_password(runner, std::move(password), spool));
  if (is_decrypted_copy()) {
    facts_.encrypted = false;
    facts_.notes.emplace_back(
        "the backup was encrypted, but this is a decrypted copy of it: its index and files are in clear");
    ring_.wipe();
    return {};
  }
  if (outcome == "empty_password") {
    Secret asked = TRY(ask());
    if (asked.empty()) return fail(Fault::absent, password_needed("the backup"));
    outcome = TRY(try_password(runner, std::move(asked), spool));
  }
  if (outcome == "wrong_password")
    return fail(Fault::malformed,
                "the password does not open this backup: it is the backup password, set on the computer that "
                "made the "
                "backup, which need not be the phone's passcode. Check it with the owner and try again");
  if (outcome == "no_keybag")
    return fail(Fault::malformed,
                "the backup says that it is encrypted, but Manifest.plist holds no keybag: it is damaged or "
                "was copied in part. "
                "Copy the whole folder again");
  if (outcome == "damaged_keybag")
    return fail(Fault::malformed,
                "the backup is encrypted and its keybag (in Manifest.plist) is damaged: no password can open "
                "it. Copy the whole "
                "folder again, or make a new backup");
  return {};
}

Result<std::unique_ptr<Container>> IosBackupContainer::open(TaskRunner& runner, BackupFolder folder,
                                                            Secret password, const AskPassword& ask,
                                                            const std::string& spool) {
  std::unique_ptr<IosBackupContainer> container(
      new IosBackupContainer(std::move(folder), TRY(unnamed_file(spool))));
  TRY(container->unlock(runner, std::move(password), ask, spool));
  TRY(container->list(runner));
  return container;
}

// Other tools decrypt into a folder that keeps the old Manifest.plist: then the index that should be
// encrypted is not.
bool IosBackupContainer::is_decrypted_copy() const {
  if (!facts_.has_manifest_key || !folder_.has_database) return false;
  constexpr std::string_view magic = "SQLite format 3";
  std::array<std::uint8_t, magic.size()> head{};
  auto index = open_beneath(folder_.directory, "Manifest.db");
  return index && read_at(index->get(), 0, head) && as_text(head) == magic;
}

StoredEntry IosBackupContainer::index_entry() const {
  StoredEntry stored;
  stored.entry.path = std::string(own_files) + folder_.index_name();
  stored.entry.stored_as = folder_.index_name();
  stored.encrypted = index_encrypted_;
  return stored;
}

Result<> IosBackupContainer::list(TaskRunner& runner) {
  StoredEntry index = index_entry();
  Fd content = TRY(open_stored(index.entry));
  index_encrypted_ = folder_.has_database && keys_of(ring_).manifest_key_class != 0;
  Fd log = open_if_there(folder_, folder_.has_database_log && !index_encrypted_, "Manifest.db-wal");
  Task task;
  task.kind = TaskKind::list;
  task.entry = index.entry;
  task.content = TRY(task_file(index_entry()));
  task.has_wal = static_cast<bool>(log);
  TRY(run_alone(runner, task, {.content = content.get(), .wal = log.get(), .output = index_.get()},
                "the backup's index"));
  index_end_ = TRY(read_batch(
      index_.get(), container_entry_table,
      {.row = [](const BatchRow&) {}, .mined = [](const BatchMined&) {}, .skip = [](const BatchSkip&) {}}));
  if (index_end_.failed && index_end_.rows == 0) {
    bool merely_encrypted =
        folder_.has_database && !index_encrypted_ && index_end_.fault == Fault::unsupported;
    return fail(Fault::malformed,
                merely_encrypted
                    ? fmt::format("Manifest.db is encrypted, but {}: without the keys in it the backup "
                                  "cannot be opened. Copy the whole folder "
                                  "again from the computer that made it",
                                  folder_.has_manifest_plist ? "Manifest.plist holds no key for it"
                                                             : "Manifest.plist is missing")
                    : fmt::format("the backup's index {} cannot be read: {}. Copy the whole folder again, or "
                                  "make a new backup",
                                  folder_.index_name(), index_end_.reason));
  }
  return {};
}

Result<> IosBackupContainer::each_entry(const Visit& visit, const Skip& skip) const {
  for (auto [there, name] : {std::pair{folder_.has_info, "Info.plist"},
                             {folder_.has_status, "Status.plist"},
                             {folder_.has_manifest_plist, "Manifest.plist"}}) {
    StoredEntry own;
    own.entry.path = std::string(own_files) + name;
    own.entry.stored_as = name;
    if (there) visit(std::move(own));
  }
  visit(index_entry());
  auto take = [&](const BatchRow& row) {
    auto* flags = std::get_if<std::int64_t>(&row.values[3]);
    if (flags == nullptr || *flags != 1) return;
    auto path = device_path(text_of(row.values[1]), text_of(row.values[2]));
    if (!path) return;
    StoredEntry stored;
    stored.entry = {.path = std::move(*path),
                    .domain = std::string(text_of(row.values[1])),
                    .relative_path = std::string(text_of(row.values[2])),
                    .file_id = std::string(text_of(row.values[0])),
                    .stored_as = {},
                    .recorded_size = {}};
    if (auto* size = std::get_if<std::int64_t>(&row.values[4]))
      stored.entry.recorded_size = static_cast<std::uint64_t>(*size);
    // A copy in clear still lists the keys that its files once had.
    if (auto* key_class = std::get_if<std::int64_t>(&row.values[5]);
        key_class != nullptr && facts_.encrypted) {
      stored.encrypted = true;
      stored.key_class = static_cast<std::uint32_t>(*key_class);
      if (auto* wrapped = std::get_if<Bytes>(&row.values[6])) stored.wrapped_key = as_text(*wrapped);
    }
    visit(std::move(stored));
  };
  auto end = TRY(
      read_batch(index_.get(), container_entry_table,
                 {.row = take,
                  .mined = [](const BatchMined&) {},
                  .skip = [&](const BatchSkip& s) { skip(s.locator, {s.fault, std::string(s.reason)}); }}));
  (void)end;
  return {};
}

Result<Fd> IosBackupContainer::open_stored(Entry& entry) const {
  if (!entry.file_id.empty()) {
    // A fileID reached this place only as 40 hexadecimal digits; it is checked again where the path is built.
    if (!is_file_id(entry.file_id)) return fail(Fault::malformed, "not a fileID");
    entry.stored_as = entry.file_id.substr(0, 2) + "/" + entry.file_id;
    auto nested = open_beneath(folder_.directory, entry.stored_as);
    if (nested || nested.error().fault != Fault::absent) return nested;
    auto flat = open_beneath(folder_.directory, entry.file_id);
    if (!flat)
      return fail(flat.error().fault, "listed in the backup's index, but its file is not in the backup");
    entry.stored_as = entry.file_id;
    return flat;
  }
  return open_beneath(folder_.directory, entry.stored_as);
}

Result<Fd> IosBackupContainer::open_evidence(const std::string& stored_as) const {
  return open_beneath(folder_.directory, stored_as);
}

Result<OpenedEntry> IosBackupContainer::open(const StoredEntry& stored) {
  Entry entry = stored.entry;
  OpenedEntry opened;
  opened.file = TRY(open_stored(entry));
  opened.task_file = TRY(task_file(stored));
  opened.stored_as = std::move(entry.stored_as);
  return opened;
}

Result<TaskFile> IosBackupContainer::task_file(const StoredEntry& stored) {
  TaskFile file;
  file.recorded_size = stored.entry.recorded_size;
  file.encrypted = stored.encrypted;
  if (!stored.encrypted) return file;
  const KeyRing& ring = keys_of(ring_);
  if (stored.entry.file_id.empty()) {
    file.key = Secret(Bytes{ring.manifest_key});
    return file;
  }
  Bytes class_key = ring.find(stored.key_class);
  if (class_key.empty())
    return fail(Fault::absent,
                fmt::format("the key of protection class {} is not in the keybag or was not opened",
                            stored.key_class));
  auto known = unwrappers_.find(stored.key_class);
  if (known == unwrappers_.end())
    known = unwrappers_.emplace(stored.key_class, TRY(KeyUnwrapper::make(class_key))).first;
  auto key = known->second.unwrap(as_bytes(stored.wrapped_key));
  if (!key) return fail(Fault::malformed, "the file's own key is damaged");
  file.key = std::move(*key);
  return file;
}

}  // namespace bridle
