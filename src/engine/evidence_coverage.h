#pragma once

#include "cases/case_store.h"
#include "engine/container.h"
#include "engine/plan.h"

namespace bridle {

/// Coverage rows of the container's own work.
Result<> add_evidence_coverage(CaseStore& store, const Container& container, const Plan& plan, bool triage);
/// A row for each artefact that met no entry, with what that means: `absent` when this kind of evidence can
/// hold it, else `not_held`. The presence of each artefact in the case becomes the one that this evidence
/// lets expect.
Result<> add_absent_artefacts(CaseStore& store, std::span<const Artefact* const> artefacts,
                              const Container& container);

/// How a list of entries was read, into its coverage row; `unused` of them led nowhere, and `what` names the
/// list in a sentence.
void account_index(const BatchEnd& end, std::uint64_t unused, std::string_view what, Coverage& coverage);
/// What of the evidence was hashed, into its coverage row, after the reasons that are known already.
Result<> account_hashed_files(const CaseStore& store, bool triage, Coverage& coverage,
                              std::vector<std::string> reasons);

}  // namespace bridle
