#include "packs/collisions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "packs/pack.h"
#include "testing/indicators.h"

namespace bridle::testing {
namespace {

using ::testing::ElementsAre;

TEST(Collisions, are_added_kept_in_packs_and_read_again) {
  auto set = load(bundle_of(
      {"[domain-name:value='CDN.example.org']", "[ipv6-addr:value='2001:db8::1']", "[process:name='bh']"}));
  ASSERT_TRUE(add_collisions(set,
                             "# known\n\ndomain  cdn.example.org: a content network\nipv6 2001:db8::1: ours\n"
                             "domain CDN.example.org: a content network\n"));
  EXPECT_THAT(set.indicators[0].collisions, ElementsAre("a content network"));
  EXPECT_THAT(set.indicators[1].collisions, ElementsAre("ours"));
  EXPECT_TRUE(set.indicators[2].collisions.empty());
  auto pack = build_pack(set, {.name = "x", .date = "2026-01-31"}, nullptr).value();
  auto again = load(pack, "x.pack");
  ASSERT_EQ(again.indicators.size(), 3u);
  EXPECT_THAT(again.indicators[0].collisions, ElementsAre("a content network"));
}

TEST(Collisions, a_line_that_fits_nothing_is_an_error) {
  auto set = load(bundle_of({"[domain-name:value='a.example']"}));
  auto fault = [&](std::string_view text) {
    auto added = add_collisions(set, text);
    return added ? std::string("none") : added.error().message;
  };
  EXPECT_EQ(fault("domain b.example: why\n"), "line 1: the sources hold no such value");
  EXPECT_EQ(fault("url a.example: why\n"), "line 1: the sources hold no such value");
  for (const char* text :
       {"\ndomain a.example\n", "\ndomain a.example: \n", "\na.example: why\n", "\ndomain : why\n", "\nx\n"})
    EXPECT_EQ(fault(text), "line 2: not of the form TYPE VALUE: why") << text;
}

}  // namespace
}  // namespace bridle::testing
