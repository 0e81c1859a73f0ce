#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "records/artefact.h"

namespace bridle {

/// Which artefacts want a path. Most patterns end in a plain file name, so most of 870,000 paths are
/// dismissed by one look-up of their last component.
class ArtefactIndex {
 public:
  explicit ArtefactIndex(std::span<const Artefact* const> artefacts);
  /// Indices into the artefacts, ascending, each once.
  std::vector<std::uint32_t> wanted_by(std::string_view path) const;

 private:
  struct Pattern {
    std::uint32_t artefact;
    std::string_view glob;
  };
  std::unordered_map<std::string_view, std::vector<Pattern>> by_name_;
  std::vector<Pattern> others_;
};

}  // namespace bridle
