#pragma once

#include <string>
#include <vector>

#include "cases/case_store.h"
#include "cases/hash_file.h"
#include "cases/journal.h"

namespace bridle {

/// What the seal binds besides the case's own files. None of it depends on clock, host name or number of
/// workers.
struct ExaminationFacts {
  std::string program_version, program_sha256;
  std::string container;  ///< "ios_backup"
  bool triage = false;    ///< only the files that artefacts need were read and hashed
  std::uint64_t evidence_files = 0, evidence_bytes = 0;
  std::vector<std::string> sandbox_missing;  ///< a sentence for each ring that the machine lacks
  int landlock_abi = 0;
};

/// Kept in the case database too, so that a later revision can write the manifest anew without the evidence.
Result<> store_facts(CaseStore& store, const ExaminationFacts& facts);
Result<ExaminationFacts> stored_facts(const CaseStore& store);

/// Ends a revision: writes `evidence.sha256` (first time), adds the "sealed" line to the journal, writes
/// manifest.json with the digests of all files of the case, and gives the seal: the SHA-256 of the manifest
/// with its seal left empty. `database` is the digest of case.sqlite, which may be taken while the report is
/// written. Faults: io.
Result<std::string> seal_case(CaseStore& store, Journal& journal, const HashedFile& database);

/// The manifest's text with this seal. For `seal_case` and `verify_case`. `database` is as above.
Result<std::string> manifest_text(const CaseStore& store, std::string_view seal, const HashedFile& database);

}  // namespace bridle
