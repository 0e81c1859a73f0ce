#include "engine/artefact_index.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "artefacts/catalogue.h"
#include "base/glob.h"

namespace bridle {
namespace {

std::vector<std::uint32_t> one_by_one(std::string_view path) {
  std::vector<std::uint32_t> found;
  for (std::uint32_t i = 0; i < catalogue().size(); ++i)
    if (std::ranges::any_of(catalogue()[i]->paths, [&](auto glob) { return glob_fits(glob, path); }))
      found.push_back(i);
  return found;
}

// A path that fits a pattern, with something for each star.
std::string path_for(std::string glob, std::string_view star, std::string_view stars) {
  for (std::size_t at = 0; (at = glob.find('*', at)) != std::string::npos;) {
    bool two = glob.compare(at, 2, "**") == 0;
    glob.replace(at, two ? 2 : 1, two ? stars : star);
    at += two ? stars.size() : star.size();
  }
  return glob;
}

TEST(ArtefactIndex, gives_what_every_pattern_by_itself_gives) {
  ArtefactIndex index(catalogue(), [](const Artefact&) { return true; });
  std::size_t paths = 0, wanted = 0;
  for (const Artefact* artefact : catalogue())
    for (std::string_view glob : artefact->paths)
      for (auto [star, stars] : {std::pair{"x", "a/b"}, {"", "a"}, {"1.ips", "mobile"}}) {
        std::string path = path_for(std::string(glob), star, stars);
        for (const std::string& variant : {path, path + "x", path + "/x", "/x" + path, path.substr(1)}) {
          EXPECT_EQ(index.wanted_by(variant), one_by_one(variant)) << variant;
          wanted += index.wanted_by(variant).size();
          ++paths;
        }
      }
  EXPECT_GT(paths, 1000u);
  EXPECT_GT(wanted, 500u);
}

}  // namespace
}  // namespace bridle
