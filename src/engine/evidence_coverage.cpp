#include "engine/evidence_coverage.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace bridle {
namespace {

Coverage row(std::string_view artefact, const Container& container) {
  Coverage coverage;
  coverage.artefact = artefact;
  coverage.path = fmt::format("ios_backup/{}", container.folder().index_name());
  coverage.stored_as = container.folder().index_name();
  return coverage;
}

Coverage index_row(const Container& container, const Plan& plan) {
  Coverage coverage = row("evidence.index", container);
  const BatchEnd& end = container.index_end();
  coverage.records = end.rows;
  coverage.skipped = end.skips;
  coverage.lost_pages = end.lost_pages;
  coverage.notes = end.notes;
  if (end.failed) {
    coverage.status = CoverageStatus::partial;
    coverage.reason = fmt::format("the backup's index is damaged and was read in part ({} entries): {}",
                                  end.rows, end.reason);
  } else if (end.losses || end.skips > 0) {
    coverage.status = CoverageStatus::partial;
    coverage.reason = fmt::format("{} of the backup's index entries could not be used", plan.skipped);
    if (end.losses) coverage.reason += ", and part of the index is damaged";
  }
  return coverage;
}

// Which listed files are not there: a join over what the index said and what lies in the folder.
Result<Coverage> files_row(const CaseStore& store, const Container& container, bool triage) {
  Coverage coverage = row("evidence.files", container);
  const Database& database = store.database();
  coverage.records = static_cast<std::uint64_t>(TRY(database.number("SELECT count(*) FROM evidence_file")));
  std::vector<std::string> reasons;
  if (triage) {
    coverage.notes.emplace_back("triage: only the files that were needed were read and hashed");
  } else {
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
  auto unread = TRY(database.number("SELECT count(*) FROM evidence_file WHERE sha256 = ''"));
  if (unread > 0)
    reasons.push_back(fmt::format("{} files of the evidence folder could not be hashed", unread));
  if (!reasons.empty()) {
    coverage.status = CoverageStatus::partial;
    coverage.reason = fmt::format("{}", fmt::join(reasons, "; "));
  }
  return coverage;
}

Coverage backup_row(const Container& container) {
  Coverage coverage = row("evidence.backup", container);
  coverage.notes = container.facts().notes;
  if (container.folder().has_snapshot || container.facts().in_progress) {
    coverage.status = CoverageStatus::partial;
    coverage.reason = "the backup was still being written when it was copied";
  }
  return coverage;
}

std::string absence(const Artefact& artefact, bool encrypted) {
  switch (artefact.presence) {
    case Presence::always:
      return "every such phone has it, but this backup does not";
    case Presence::usual:
      return "most phones have it; this backup does not";
    case Presence::encrypted:
      return encrypted ? "encrypted backups normally have it; this one does not"
                       : "only encrypted backups hold it, and this one is not encrypted: make an encrypted "
                         "backup to examine it";
    case Presence::sometimes:
      return "only some phones have it";
  }
  return {};
}

}  // namespace

Result<> add_evidence_coverage(CaseStore& store, const Container& container, const Plan& plan, bool triage) {
  TRY(store.database().run("BEGIN"));
  for (const auto& [locator, why] : plan.skips) TRY(store.add_skip(locator, why));
  TRY(store.add_coverage(backup_row(container)));
  TRY(store.add_coverage(index_row(container, plan)));
  TRY(store.add_coverage(TRY(files_row(store, container, triage))));
  return store.database().run("COMMIT");
}

Result<> add_absent_artefacts(CaseStore& store, std::span<const Artefact* const> artefacts, bool encrypted) {
  TRY(store.database().run("BEGIN"));
  for (const Artefact* artefact : artefacts) {
    auto met = TRY(store.database().number(
        fmt::format("SELECT count(*) FROM coverage WHERE artefact = '{}'", artefact->id)));
    if (met > 0) continue;
    Coverage coverage;
    coverage.artefact = artefact->id;
    coverage.path = fmt::format("{}", fmt::join(artefact->paths, ", "));
    coverage.status = CoverageStatus::absent;
    coverage.reason = absence(*artefact, encrypted);
    TRY(store.add_coverage(coverage));
  }
  return store.database().run("COMMIT");
}

}  // namespace bridle
