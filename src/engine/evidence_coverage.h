#pragma once

#include "cases/case_store.h"
#include "engine/container.h"
#include "engine/plan.h"

namespace bridle {

/// Coverage rows of the container's own work.
Result<> add_evidence_coverage(CaseStore& store, const Container& container, const Plan& plan, bool triage);
/// A row `absent` for each artefact that this kind of evidence can hold and that met no entry, with what that
/// means.
Result<> add_absent_artefacts(CaseStore& store, std::span<const Artefact* const> artefacts,
                              const Container& container);

/// How a list of entries was read, into its coverage row; `unused` of them led nowhere, and `what` names the
/// list in a sentence.
void account_index(const BatchEnd& end, std::uint64_t unused, std::string_view what, Coverage& coverage);
/// What of the evidence was hashed, into its coverage row, after the reasons that are known already.
Result<> account_hashed_files(const CaseStore& store, bool triage, Coverage& coverage,
                              std::vector<std::string> reasons);

}  // namespace bridle
