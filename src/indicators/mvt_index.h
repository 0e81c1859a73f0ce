#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace bridle {

/// One entry of MVT's indicators.yaml.
struct MvtIndexEntry {
  std::string name;
  std::vector<std::string> sources, references;
  std::string url;   ///< where the file is published
  std::string path;  ///< in its repository; empty for plain downloads
  /// Names under which the file may lie beside the index: as MVT stores what it downloads, and as a clone of
  /// the repository has it. None of them leaves the folder.
  std::vector<std::string> local_names() const;
};

/// Reads the index, at most 10,000 entries. Source: mvt-project/mvt-indicators, indicators.yaml; MVT's
/// updates.py. Faults: malformed (with the line), limit.
Result<std::vector<MvtIndexEntry>> read_mvt_index(std::string_view yaml);

}  // namespace bridle
