#pragma once

#include "engine/container.h"
#include "evidence/backup_folder.h"
#include "evidence/ios_backup.h"
#include "evidence/key_unwrap.h"

namespace bridle {

/// An iOS backup, opened: its index read by a worker, its keys in locked memory.
class IosBackupContainer final : public Container {
 public:
  static Result<std::unique_ptr<Container>> open(TaskRunner& runner, BackupFolder folder, Secret password,
                                                 const AskPassword& ask, const std::string& spool);

  std::string_view kind() const override { return "ios_backup"; }
  Result<> each_entry(const Visit& visit, const Skip& skip) const override;
  Result<OpenedEntry> open(const StoredEntry& stored) override;
  Result<Fd> open_evidence(const std::string& stored_as) const override;
  Result<std::vector<Coverage>> own_coverage(const CaseStore& store, const Plan& plan,
                                             bool triage) const override;
  std::string absence(const Artefact& artefact) const override;
  std::string cannot_hold(const Artefact& artefact) const override;

 private:
  IosBackupContainer(BackupFolder folder, Fd index) : folder_(std::move(folder)), index_(std::move(index)) {}
  Result<> unlock(TaskRunner& runner, Secret password, const AskPassword& ask, const std::string& spool);
  Result<std::string> try_password(TaskRunner& runner, Secret password, const std::string& spool);
  Result<> list(TaskRunner& runner);
  bool is_decrypted_copy() const;
  StoredEntry index_entry() const;
  Result<Fd> open_stored(Entry& entry) const;
  Result<TaskFile> task_file(const StoredEntry& stored);

  BackupFolder folder_;
  Fd index_;  // the batch of entries, in a spool file without a name
  BatchEnd index_end_;
  Secret ring_;
  bool index_encrypted_ = false;
  std::map<std::uint32_t, KeyUnwrapper> unwrappers_;
};

}  // namespace bridle
