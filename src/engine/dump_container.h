#pragma once

#include "engine/container.h"
#include "engine/stored_tree.h"
#include "evidence/dump_roots.h"

namespace bridle {

/// The path of the list that a dump's container makes of its files.
constexpr std::string_view dump_file_list = "ios_dump/files";

/// The file system of an iPhone, or a part of it: a folder or an archive. The list of its files is an entry
/// of its own.
class DumpContainer final : public Container {
 public:
  /// `path` names the evidence in messages.
  static Result<std::unique_ptr<Container>> open(StoredTree tree, const std::string& path,
                                                 const std::string& spool);

  std::string_view kind() const override { return "ios_dump"; }
  Result<> each_entry(const Visit& visit, const Skip& skip) const override;
  /// Unpacks what the plan needs and the archive does not hold as it is, and reads the device's facts.
  Result<> prepare(TaskRunner& runner, Plan& plan) override;
  Result<OpenedEntry> open(const StoredEntry& stored) override;
  Result<Fd> open_evidence(const std::string& stored_as) const override;
  Result<std::vector<Coverage>> own_coverage(const CaseStore& store, const Plan& plan,
                                             bool triage) const override;
  Presence expected(const Artefact& artefact) const override;
  std::string absence(const Artefact& artefact) const override;
  std::string cannot_hold(const Artefact& artefact) const override;

 private:
  DumpContainer(StoredTree tree, std::string spool) : tree_(std::move(tree)), spool_(std::move(spool)) {}
  /// Reads the list once: for the roots, then for the file list under them.
  Result<> find_roots(const std::string& path);
  Result<> write_file_list();

  StoredTree tree_;
  std::string spool_;
  Fd file_list_;  // what "ios_dump/files" reads, nameless
  BatchEnd index_end_;
  DumpRoots roots_;
  std::vector<StoredEntry> fact_files_;
};

}  // namespace bridle
