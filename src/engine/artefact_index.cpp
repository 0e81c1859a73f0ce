#include "engine/artefact_index.h"

#include <algorithm>

#include "base/glob.h"

namespace bridle {
namespace {
std::string_view last_component(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}
}  // namespace

ArtefactIndex::ArtefactIndex(std::span<const Artefact* const> artefacts,
                             const std::function<bool(const Artefact&)>& looked_for) {
  for (std::uint32_t i = 0; i < artefacts.size(); ++i) {
    if (!looked_for(*artefacts[i])) continue;
    for (std::string_view glob : artefacts[i]->paths) {
      auto name = last_component(glob);
      auto star = name.rfind('*');
      auto begin = glob.substr(0, glob.find('*'));
      if (star == std::string_view::npos)
        by_name_[name].push_back({i, glob, begin, name});
      else
        others_.push_back({i, glob, begin, name.substr(star + 1)});
    }
  }
}

std::vector<std::uint32_t> ArtefactIndex::wanted_by(std::string_view path) const {
  std::vector<std::uint32_t> found;
  auto look = [&](const std::vector<Pattern>& patterns) {
    for (const Pattern& pattern : patterns)
      if (path.ends_with(pattern.end) && path.starts_with(pattern.begin) && glob_fits(pattern.glob, path))
        found.push_back(pattern.artefact);
  };
  if (auto named = by_name_.find(last_component(path)); named != by_name_.end()) look(named->second);
  look(others_);
  std::ranges::sort(found);
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace bridle
