#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "records/artefact.h"

namespace bridle {

/// Which artefacts want a path. Most patterns end in a plain file name, so most of 870,000 paths are
/// dismissed by one look-up of their last component; the other patterns by the plain texts at their ends.
class ArtefactIndex {
 public:
  /// Of those artefacts that `looked_for` says yes to.
  ArtefactIndex(std::span<const Artefact* const> artefacts,
                const std::function<bool(const Artefact&)>& looked_for);
  /// Indices into the artefacts, ascending, each once.
  std::vector<std::uint32_t> wanted_by(std::string_view path) const;

 private:
  struct Pattern {
    std::uint32_t artefact;
    std::string_view glob, begin, end;  // what a path must begin with and end in to fit
  };
  std::unordered_map<std::string_view, std::vector<Pattern>> by_name_;
  std::vector<Pattern> others_;
};

}  // namespace bridle
