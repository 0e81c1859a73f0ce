#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/evidence_coverage.h"
#include "engine/ios_backup_container.h"
#include "engine/ios_coverage.h"
#include "engine/plan.h"

namespace bridle {
namespace {

Coverage row(std::string_view artefact, const BackupFolder& folder) {
  Coverage coverage;
  coverage.artefact = artefact;
  coverage.path = fmt::format("ios_backup/{}", folder.index_name());
  coverage.stored_as = folder.index_name();
  return coverage;
}

// Which listed files are not there: a join over what the index said and what lies in the folder.
Result<Coverage> files_row(const CaseStore& store, const BackupFolder& folder, bool triage) {
  Coverage coverage = row("evidence.files", folder);
  const Database& database = store.database();
  std::vector<std::string> reasons;
  if (!triage) {
    auto listed = TRY(database.number("SELECT count(*) FROM ios_manifest WHERE flags = 1"));
    auto missing =
        TRY(database.number("SELECT count(*) FROM ios_manifest m WHERE flags = 1 AND NOT EXISTS(SELECT 1 "
                            "FROM evidence_file WHERE path = "
                            "substr(m.file_id, 1, 2) || '/' || m.file_id) AND NOT EXISTS(SELECT 1 FROM "
                            "evidence_file WHERE path = m.file_id)"));
    if (missing > 0)
      reasons.push_back(
          fmt::format("{} of the {} files that the backup lists are not in it", missing, listed));
  }
  TRY(account_hashed_files(store, triage, coverage, reasons));
  return coverage;
}

}  // namespace

Result<std::vector<Coverage>> IosBackupContainer::own_coverage(const CaseStore& store, const Plan& plan,
                                                               bool triage) const {
  Coverage backup = row("evidence.backup", folder_);
  backup.notes = facts_.notes;
  if (folder_.has_snapshot || facts_.in_progress) {
    backup.status = CoverageStatus::partial;
    backup.reason = "the backup was still being written when it was copied";
  }
  Coverage index = row("evidence.index", folder_);
  account_index(index_end_, plan.skipped, "the backup's index", index);
  return std::vector{std::move(backup), std::move(index), TRY(files_row(store, folder_, triage))};
}

std::string IosBackupContainer::absence(const Artefact& artefact) const {
  switch (artefact.presence) {
    case Presence::always:
      return fmt::format("every phone with {} has it, but this backup does not",
                         system_in_words(facts_, "such a system"));
    case Presence::usual:
      return "most phones have it; this backup does not";
    case Presence::encrypted:
      return facts_.encrypted
                 ? "encrypted backups normally have it; this one does not"
                 : "only encrypted backups hold it, and this one is not encrypted: make an encrypted "
                   "backup to examine it";
    case Presence::sometimes:
      return "only some phones have it";
  }
  return {};
}

std::string IosBackupContainer::cannot_hold(const Artefact& artefact) const {
  if (artefact.platform == Platform::android) return {};
  if (artefact.dump_only || !can_hold(kind(), artefact))
    return "no backup holds it: only a dump of the file system does, and of some such traces a sysdiagnose";
  return too_old_for(artefact, facts_);
}

}  // namespace bridle
