#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/sqlite.h"
#include "cases/coverage.h"
#include "records/artefact.h"
#include "records/batch.h"

namespace bridle {

/// SHA-256 of one file of the evidence folder.
struct EvidenceFile {
  std::string path;  ///< below the evidence folder
  std::uint64_t size = 0;
  std::string sha256;   ///< empty when it could not be read
  std::string problem;  ///< why, else empty
};

/// How the load of a batch goes along with the worker that still writes it. Both absent: the worker has ended
/// well.
struct BatchFollow {
  std::function<bool()> more = {};            ///< as BatchVisitor::more
  std::function<std::string()> trouble = {};  ///< waits for the worker's end; empty when it ended well
};

/// The database of a case: one writer, filled in one order, so that the same examination gives the same
/// bytes. Every load is one transaction: a batch that turns out to be broken leaves nothing behind.
class CaseStore {
 public:
  /// Makes `folder` (or takes it when it is empty) and the database in it.
  /// Faults: io, with what to do: the folder exists and is not empty, cannot be made, or is read-only.
  static Result<CaseStore> create(const std::string& folder, std::span<const Artefact* const> artefacts);
  /// Opens the database of an existing case. Faults: absent (no case), io.
  static Result<CaseStore> open(const std::string& folder, Database::Mode mode);

  /// Loads a worker's batch file into its artefact's table, with its skips and coverage row. The batch is
  /// hostile: when it is refused, or its worker came to a bad end, the coverage row says `failed` and why,
  /// and nothing of it stays.
  Result<Coverage> load_batch(int batch, const Artefact& artefact, Coverage coverage,
                              const BatchFollow& follow = {});
  /// A coverage row without records.
  Result<> add_coverage(const Coverage& coverage);
  Result<> add_skip(std::string_view locator, const Error& why);
  Result<> set_device(std::string_view key, std::string_view value);
  /// How much it would surprise that this evidence lacks an artefact; at first that is what it declares.
  Result<> set_presence(std::string_view artefact, Presence presence);
  Result<> add_evidence_files(std::span<const EvidenceFile> files);

  const std::string& folder() const { return folder_; }
  Database& database() { return database_; }
  const Database& database() const { return database_; }

 private:
  CaseStore(std::string folder, Database database)
      : folder_(std::move(folder)), database_(std::move(database)) {}
  Result<Coverage> load_rows(int batch, const Artefact& artefact, Coverage coverage,
                             const BatchFollow& follow);
  Result<> insert_coverage(const Coverage& coverage);
  std::int64_t number_of(const Coverage& coverage) const {
    return coverage.task == 0 ? next_task_ : coverage.task;
  }

  std::string folder_;
  Database database_;
  std::int64_t next_task_ = 1;
};

/// Paths of the files of a case.
std::string case_database_path(const std::string& folder);
std::string case_journal_path(const std::string& folder);
std::string case_manifest_path(const std::string& folder);
std::string case_report_path(const std::string& folder);
std::string case_digests_path(const std::string& folder);
std::string case_run_path(const std::string& folder);

}  // namespace bridle
