#pragma once

#include <span>

#include "records/artefact.h"

namespace bridle {

/// Every artefact, sorted by id; written by the build from the files of src/artefacts/.
std::span<const Artefact* const> catalogue();

}  // namespace bridle
