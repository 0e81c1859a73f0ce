#pragma once

#include <unordered_map>

#include "engine/container.h"
#include "evidence/dump_entry.h"
#include "evidence/dump_roots.h"
#include "evidence/recognise.h"

namespace bridle {

/// The path of the list that a dump's container makes of its files.
constexpr std::string_view dump_file_list = "ios_dump/files";

/// The file system of an iPhone, or a part of it: a folder, whose names this process lists, or an archive,
/// which only workers read. The list of its files is an entry of its own.
class DumpContainer final : public Container {
 public:
  static Result<std::unique_ptr<Container>> open(TaskRunner& runner, RecognisedEvidence recognised,
                                                 const std::string& spool);

  std::string_view kind() const override { return "ios_dump"; }
  Result<> each_entry(const Visit& visit, const Skip& skip) const override;
  /// Unpacks what the plan needs and the archive does not hold as it is, and reads the device's facts.
  Result<> prepare(TaskRunner& runner, const Plan& plan) override;
  Result<OpenedEntry> open(const StoredEntry& stored) override;
  Result<Fd> open_evidence(const std::string& stored_as) const override;
  Result<std::vector<Coverage>> own_coverage(const CaseStore& store, const Plan& plan,
                                             bool triage) const override;
  std::string absence(const Artefact& artefact) const override;

 private:
  DumpContainer(RecognisedEvidence recognised, const std::string& spool)
      : evidence_(std::move(recognised)), spool_(spool) {}
  bool is_archive() const { return evidence_.kind == EvidenceKind::dump_archive; }
  std::string archive_name() const;
  Limits archive_limits() const;
  Result<> list(TaskRunner& runner);
  Result<> list_folder();
  /// Reads the list once: for the roots, then for the file list under them.
  Result<> find_roots();
  Result<> write_file_list();
  Result<> each_row(const std::function<void(const DumpEntry&)>& visit, const Skip& skip) const;
  StoredEntry stored_entry(const DumpEntry& entry, std::string path) const;
  Result<> unpack(TaskRunner& runner, const std::vector<std::uint64_t>& members);
  Result<> read_device_facts(TaskRunner& runner);

  struct Unpacked {
    FileRange range;
    std::string problem;
  };

  RecognisedEvidence evidence_;
  std::string spool_;
  Fd index_;      // the batch of entries, nameless
  Fd file_list_;  // what "ios_dump/files" reads, nameless
  BatchEnd index_end_;
  DumpRoots roots_;
  std::vector<StoredEntry> fact_files_;
  Fd unpacked_file_;  // nameless, opened for reading only
  std::unordered_map<std::uint64_t, Unpacked> unpacked_;
  std::string unpack_trouble_;  // why what is missing from there is missing
};

}  // namespace bridle
