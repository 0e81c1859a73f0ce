#include "evidence/dump_facts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testing/plist_builder.h"

namespace bridle {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;
using testing::PlistTree;

TEST(DumpFacts, are_read_from_every_file_that_names_the_device) {
  std::string version = write_plist_xml(PlistTree::Dictionary{
      {"ProductName", "iPhone OS"}, {"ProductVersion", "17.3"}, {"ProductBuildVersion", "21D50"}});
  EXPECT_THAT(describe_dump("/System/Library/CoreServices/SystemVersion.plist", as_bytes(version)).value(),
              ElementsAre(Pair("product_name", "iPhone OS"), Pair("product_version", "17.3"),
                          Pair("build_version", "21D50")));
  std::string gestalt = write_bplist(PlistTree::Dictionary{
      {"CacheExtra", PlistTree::Dictionary{{"h9jDsbgj7xIVeIQ8S3/X3Q", "iPhone12,1"}, {"other", "x"}}}});
  EXPECT_THAT(
      describe_dump(
          "/private/var/containers/Shared/SystemGroup/0F/Library/Caches/com.apple.MobileGestalt.plist",
          as_bytes(gestalt))
          .value(),
      ElementsAre(Pair("product_type", "iPhone12,1")));
  EXPECT_FALSE(describe_dump("/private/var/root/Library/Lockdown/data_ark.plist", as_bytes("no list")));
}

TEST(DumpFacts, are_ranked_by_their_source) {
  EXPECT_EQ(dump_fact_rank("/System/Library/CoreServices/SystemVersion.plist"), 0u);
  EXPECT_EQ(dump_fact_rank("/private/var/root/Library/Lockdown/data_ark.plist"), 3u);
  EXPECT_FALSE(dump_fact_rank("/private/var/mobile/SystemVersion.plist"));
}

}  // namespace
}  // namespace bridle
