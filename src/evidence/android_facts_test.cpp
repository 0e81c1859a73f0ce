#include "evidence/android_facts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bridle {
namespace {

using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

TEST(AndroidFacts, come_from_properties) {
  EXPECT_THAT(describe_android("androidqf/getprop.txt",
                               "[ro.product.model]: [Pixel 6]\r\n[ro.build.version.release]: [14]\r\n"
                               "[ro.build.version.sdk]: []\n[some.thing]: [else]\nro.serialno: [no]\n"
                               "[ro.serialno]: [cut off\n[persist.sys.timezone]: [Europe/Rome]"),
              UnorderedElementsAre(Pair("product_type", "Pixel 6"), Pair("product_version", "14"),
                                   Pair("time_zone", "Europe/Rome")));
  EXPECT_THAT(
      describe_android("dumpstate/system_properties", "[ro.serialno]: [" + std::string(600, 'x') + "]"),
      IsEmpty());
}

TEST(AndroidFacts, come_from_the_head_of_a_report) {
  EXPECT_THAT(
      describe_android("dumpstate/header",
                       "====\n== dumpstate: 2024-03-21 11:07:22\n====\n\nBuild: UP1A\n"
                       "Build fingerprint: 'google/oriole/oriole:14/UP1A/1:user/release-keys'\n"),
      UnorderedElementsAre(Pair("dump_local_time", "2024-03-21 11:07:22"), Pair("build_version", "UP1A"),
                           Pair("build_fingerprint", "google/oriole/oriole:14/UP1A/1:user/release-keys")));
}

TEST(AndroidFacts, have_ranks) {
  EXPECT_EQ(android_fact_rank("androidqf/getprop.txt"), 0u);
  EXPECT_EQ(android_fact_rank("dumpstate/header"), 2u);
  EXPECT_FALSE(android_fact_rank("dumpsys/package"));
}

TEST(AndroidFacts, read_one_property) {
  EXPECT_EQ(property_of("[a]: [b]: [c]]"), std::pair(std::string_view("a"), std::string_view("b]: [c]")));
  EXPECT_FALSE(property_of("[a]: b"));
  EXPECT_FALSE(property_of("a]: [b]"));
}

}  // namespace
}  // namespace bridle
