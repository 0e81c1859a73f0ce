#include <gtest/gtest.h>

#include "testing/plist_builder.h"
#include "testing/records.h"

namespace bridle::testing {

TEST(IosTrustedDevelopers, shows_whatever_the_list_holds) {
  EXPECT_EQ(
      records(
          "ios.trusted_developers",
          write_bplist(PlistTree::Dictionary{
              {"A0B1-UUID", PlistTree::Dictionary{{"name", "iPhone Distribution: Example"}, {"count", 2}}},
              {"list", PlistTree::Array{"x", Time{1'700'000'000'000'000'000}}}})),
      "key root.A0B1-UUID.name | root.A0B1-UUID.name | iPhone Distribution: Example | NULL\n"
      "key root.A0B1-UUID.count | root.A0B1-UUID.count | 2 | NULL\n"
      "key root.list[0] | root.list[0] | x | NULL\n"
      "key root.list[1] | root.list[1] | NULL | 2023-11-14T22:13:20Z\n");
}

TEST(IosTrustedDevelopers, skips_what_is_nested_too_deep) {
  EXPECT_EQ(records("ios.trusted_developers", deep_bplist(20)),
            "skip key root[0][0][0][0][0][0][0][0][0]: list nested deeper than is read\n");
}

TEST(IosTrustedDevelopers, refuses_another_file) {
  EXPECT_EQ(records("ios.trusted_developers", write_bplist("text")),
            "failed: malformed: list of developers is neither array nor dictionary\n");
}

}  // namespace bridle::testing
