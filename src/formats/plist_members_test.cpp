#include "formats/plist_members.h"

#include <gtest/gtest.h>

#include "testing/plist_builder.h"

namespace bridle {
namespace {

TEST(PlistMembers, gives_what_was_not_taken) {
  constexpr std::string_view taken[] = {"a"};
  std::string bytes = testing::write_bplist(testing::PlistTree::Dictionary{
      {"a", 1}, {"b", "x\"y"}, {"c", testing::PlistTree::Array{1}}, {"d", true}});
  auto plist = Plist::parse(as_bytes(bytes)).value();
  EXPECT_EQ(other_members(plist.root(), taken, 1000, false), R"({"b":"x\"y","c":[1],"d":true})");
  EXPECT_EQ(other_members(plist.root(), taken, 1000, true), R"({"b":"x\"y","d":true})");
  EXPECT_EQ(other_members(plist.root(), taken, 5, true), R"({"b":"x\"y"})");
  EXPECT_EQ(other_members(PlistValue{}, taken, 1000, true), "");
}

}  // namespace
}  // namespace bridle
