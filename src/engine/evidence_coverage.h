#pragma once

#include "cases/case_store.h"
#include "engine/container.h"
#include "engine/plan.h"

namespace bridle {

/// Coverage rows of the container's own work: how its index was read ("evidence.index"), whether the files it
/// lists are there and whole ("evidence.files"), and how the backup was made ("evidence.backup").
Result<> add_evidence_coverage(CaseStore& store, const Container& container, const Plan& plan, bool triage);
/// A row `absent` for each artefact that met no entry, with what that means.
Result<> add_absent_artefacts(CaseStore& store, std::span<const Artefact* const> artefacts, bool encrypted);

}  // namespace bridle
