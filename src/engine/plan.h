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
  Fd rules;                          ///< compiled YARA rules for the tasks that need them, or none
  std::uint64_t rules_left_out = 0;  ///< files that they should be held against, beyond most_scanned
};
/// Most files of one evidence that are held against YARA rules.
constexpr std::uint64_t most_scanned = 20'000;

/// Which artefact reads which entry; those that need rules only where `rules` are given.
Result<Plan> make_plan(const Container& container, std::span<const Artefact* const> artefacts, Fd rules = {});

}  // namespace bridle
