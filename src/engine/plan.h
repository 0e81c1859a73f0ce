#pragma once

#include <vector>

#include "engine/container.h"
#include "records/artefact.h"

namespace bridle {

/// One artefact × one entry, with the entry's write-ahead log when there is one.
struct PlannedTask {
  std::uint32_t artefact = 0;
  StoredEntry content;
  std::optional<StoredEntry> wal;
};

struct Plan {
  std::vector<PlannedTask> tasks;                    ///< by artefact, then path: the order of their numbers
  std::uint64_t files_listed = 0;                    ///< regular files of the index
  std::vector<std::pair<std::string, Error>> skips;  ///< rows of the index that could not be used
  std::uint64_t skipped = 0;
};

/// Which artefact reads which entry.
Result<Plan> make_plan(const Container& container, std::span<const Artefact* const> artefacts);

}  // namespace bridle
