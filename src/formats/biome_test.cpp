#include "formats/biome.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace bridle {
namespace {

std::string shown(std::string_view path) {
  auto place = biome_place(path);
  if (!place) return "nothing";
  return fmt::format("{} {} {} {} {}", place->area, place->stream, place->origin, place->segment,
                     place->is_tombstone);
}

TEST(Biome, takes_the_paths_of_segments_apart) {
  EXPECT_EQ(shown("/private/var/db/biome/streams/restricted/OSAnalytics.Stability.Crash/local/700"),
            "restricted OSAnalytics.Stability.Crash local 700 false");
  EXPECT_EQ(shown("/private/var/mobile/Library/Biome/streams/public/AppIntent/remote/ABC/700"),
            "public AppIntent ABC 700 false");
  EXPECT_EQ(shown("/private/var/mobile/Library/Biome/streams/public/AppIntent/local/tombstone/700"),
            "public AppIntent local 700 true");
  EXPECT_EQ(shown("/private/var/mobile/Library/PrivacyAccounting/Biome/"
                  "com.apple.privacy.accounting.stream.tcc/local/7"),
            " com.apple.privacy.accounting.stream.tcc local 7 false");
  EXPECT_EQ(shown("/private/var/mobile/Library/DuetExpertCenter/streams/blending/local/7"),
            " blending local 7 false");
}

TEST(Biome, knows_other_paths) {
  EXPECT_EQ(shown("/private/var/mobile/Library/Biome/sync/sync.db"), "nothing");
  EXPECT_EQ(shown("/private/var/mobile/Library/Biome/local/7"), "nothing");
  EXPECT_EQ(shown("/a/local/b"), "nothing");
  EXPECT_EQ(shown(""), "nothing");
}

TEST(Biome, names_streams_that_moved) {
  EXPECT_EQ(plain_stream("_DKEvent.App.InFocus"), "App.InFocus");
  EXPECT_EQ(plain_stream("App.InFocus"), "App.InFocus");
}

}  // namespace
}  // namespace bridle
