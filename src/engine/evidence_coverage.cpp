#include "engine/evidence_coverage.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace bridle {

void account_index(const BatchEnd& end, std::uint64_t unused, std::string_view what, Coverage& coverage) {
  coverage.records = end.rows;
  coverage.skipped = end.skips;
  coverage.lost_pages = end.lost_pages;
  coverage.notes.insert(coverage.notes.end(), end.notes.begin(), end.notes.end());
  if (end.failed) {
    coverage.status = CoverageStatus::partial;
    coverage.reason =
        fmt::format("{} is damaged and was read in part ({} entries): {}", what, end.rows, end.reason);
  } else if (end.losses || unused > 0) {
    coverage.status = CoverageStatus::partial;
    coverage.reason = fmt::format("{} of the entries of {} could not be used", unused, what);
    if (end.losses) coverage.reason += ", and part of it is damaged";
  }
}

Result<> account_hashed_files(const CaseStore& store, bool triage, Coverage& coverage,
                              std::vector<std::string> reasons) {
  const Database& database = store.database();
  coverage.records = static_cast<std::uint64_t>(TRY(database.number("SELECT count(*) FROM evidence_file")));
  if (triage) coverage.notes.emplace_back("triage: only the files that were needed were read and hashed");
  auto unread = TRY(database.number("SELECT count(*) FROM evidence_file WHERE sha256 = ''"));
  if (unread > 0) reasons.push_back(fmt::format("{} files of the evidence could not be hashed", unread));
  if (reasons.empty()) return {};
  coverage.status = CoverageStatus::partial;
  coverage.reason = fmt::format("{}", fmt::join(reasons, "; "));
  return {};
}

Result<> add_evidence_coverage(CaseStore& store, const Container& container, const Plan& plan, bool triage) {
  auto rows = TRY(container.own_coverage(store, plan, triage));
  TRY(store.database().run("BEGIN"));
  for (const auto& [locator, why] : plan.skips) TRY(store.add_skip(locator, why));
  for (const Coverage& row : rows) TRY(store.add_coverage(row));
  return store.database().run("COMMIT");
}

Result<> add_absent_artefacts(CaseStore& store, std::span<const Artefact* const> artefacts,
                              const Container& container) {
  TRY(store.database().run("BEGIN"));
  for (const Artefact* artefact : artefacts) {
    if (artefact->needs_rules) continue;
    std::string cannot = container.cannot_hold(*artefact);
    if (cannot.empty()) {
      if (!can_hold(container.kind(), *artefact)) continue;
      TRY(store.set_presence(artefact->id, container.expected(*artefact)));
    }
    auto met = TRY(store.database().number(
        fmt::format("SELECT count(*) FROM coverage WHERE artefact = '{}'", artefact->id)));
    if (met > 0) continue;
    Coverage coverage;
    coverage.artefact = artefact->id;
    coverage.path = fmt::format("{}", fmt::join(artefact->paths, ", "));
    coverage.status = cannot.empty() ? CoverageStatus::absent : CoverageStatus::not_held;
    coverage.reason = cannot.empty() ? container.absence(*artefact) : std::move(cannot);
    TRY(store.add_coverage(coverage));
  }
  return store.database().run("COMMIT");
}

}  // namespace bridle
