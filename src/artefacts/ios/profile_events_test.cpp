#include <gtest/gtest.h>

#include "testing/plist_builder.h"
#include "testing/records.h"

namespace bridle::testing {

using Dictionary = PlistTree::Dictionary;
using Array = PlistTree::Array;

TEST(IosProfileEvents, reads_what_was_done_by_whom_and_when) {
  PlistTree when = Time{1'700'000'000'000'000'000};
  EXPECT_EQ(
      records(
          "ios.profile_events",
          write_bplist(Dictionary{
              {"ProfileEvents", Array{Dictionary{{"com.example.profile", Dictionary{{"Operation", "install"},
                                                                                    {"Process", "profiled"},
                                                                                    {"Timestamp", when}}}},
                                      Dictionary{{"com.example.profile", Dictionary{{"Operation", "remove"},
                                                                                    {"Process", "sh"},
                                                                                    {"Reason", "why"}}}}}}})),
      "key ProfileEvents[0] | com.example.profile | 2023-11-14T22:13:20Z | install | profiled | NULL\n"
      "key ProfileEvents[1] | com.example.profile | NULL | remove | sh | {\"Reason\":\"why\"}\n");
}

TEST(IosProfileEvents, skips_what_is_no_event_and_says_where) {
  EXPECT_EQ(records("ios.profile_events",
                    write_bplist(Dictionary{
                        {"ProfileEvents", Array{"text", Dictionary{{"com.example.a", 7}}, Dictionary{}}}})),
            "skip key ProfileEvents[0]: event is no dictionary\n"
            "skip key ProfileEvents[1]: event is no dictionary\n");
}

TEST(IosProfileEvents, names_what_an_unknown_generation_lacks) {
  EXPECT_EQ(records("ios.profile_events", write_bplist(Dictionary{{"Events", Array{}}})),
            "failed: unsupported: plist has no array ProfileEvents\n");
  EXPECT_EQ(records("ios.profile_events", write_bplist(Dictionary{{"ProfileEvents", Array{}}})),
            std::string());
}

}  // namespace bridle::testing
