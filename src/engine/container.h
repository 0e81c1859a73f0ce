#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/launcher.h"
#include "evidence/backup_folder.h"
#include "evidence/ios_backup.h"
#include "evidence/key_unwrap.h"
#include "records/batch.h"

namespace bridle {

/// Asks the owner's password of whoever runs the program; empty = none was given.
using AskPassword = std::function<Result<Secret>()>;

/// What the container said of itself, as its worker read it.
struct ContainerFacts {
  std::map<std::string, std::string> device;
  std::vector<std::string> notes;
  bool encrypted = false, in_progress = false;
  bool has_manifest_key = false;
};

/// An entry together with the wrapped key that the parent opens when a task needs it.
struct StoredEntry {
  Entry entry;
  bool encrypted = false;
  std::uint32_t key_class = 0;
  std::string wrapped_key;
};

/// An iOS backup, opened: its index read by a worker, its keys in locked memory.
class Container {
 public:
  /// Faults carry a sentence for the examiner: encrypted and no password, wrong password, a damaged or
  /// missing index.
  static Result<Container> open(TaskRunner& runner, BackupFolder folder, Secret password,
                                const AskPassword& ask, const std::string& spool);

  const BackupFolder& folder() const { return folder_; }
  const ContainerFacts& facts() const { return facts_; }
  /// How the index was read: its coverage row.
  const BatchEnd& index_end() const { return index_end_; }

  using Visit = std::function<void(StoredEntry&&)>;
  using Skip = std::function<void(std::string_view locator, const Error&)>;
  /// Every file of the index that has a device path, and the container's own files, one after another.
  Result<> each_entry(const Visit& visit, const Skip& skip) const;

  /// The stored file of an entry. Faults: absent (listed and not there), io.
  Result<Fd> open_stored(Entry& entry) const;
  /// What a task needs to read it. Faults: absent (the key of its class was not opened), malformed (its key
  /// is damaged).
  Result<TaskFile> task_file(const StoredEntry& stored);

 private:
  Container(BackupFolder folder, Fd index) : folder_(std::move(folder)), index_(std::move(index)) {}
  Result<> unlock(TaskRunner& runner, Secret password, const AskPassword& ask, const std::string& spool);
  Result<std::string> try_password(TaskRunner& runner, Secret password, const std::string& spool);
  Result<> list(TaskRunner& runner);
  bool is_decrypted_copy() const;
  StoredEntry index_entry() const;

  BackupFolder folder_;
  Fd index_;  // the batch of entries, in a spool file without a name
  ContainerFacts facts_;
  BatchEnd index_end_;
  Secret ring_;
  bool index_encrypted_ = false;
  std::map<std::uint32_t, KeyUnwrapper> unwrappers_;
};

}  // namespace bridle
