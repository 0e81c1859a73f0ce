#include <gtest/gtest.h>

#include "testing/plist_builder.h"
#include "testing/records.h"

namespace bridle::testing {

using Dictionary = PlistTree::Dictionary;

TEST(IosSettingsEvents, reads_who_changed_what_and_when_at_any_depth) {
  PlistTree when = Time{1'700'000'000'000'000'000};
  EXPECT_EQ(
      records("ios.settings_events",
              write_bplist(Dictionary{
                  {"restrictedBool",
                   Dictionary{{"allowCamera",
                               Dictionary{{"timestamp", when}, {"event", "set"}, {"process", "profiled"}}},
                              {"deep", Dictionary{{"x", Dictionary{{"timestamp", 7}, {"why", "y"}}}}}}},
                  {"odd", 1}})),
      "key restrictedBool.allowCamera | restrictedBool.allowCamera | 2023-11-14T22:13:20Z | set | profiled | "
      "NULL\n"
      "key restrictedBool.deep.x | restrictedBool.deep.x | NULL | NULL | NULL | {\"why\":\"y\"}\n"
      "skip key odd: entry is no dictionary\n");
}

TEST(IosSettingsEvents, refuses_another_list) {
  EXPECT_EQ(records("ios.settings_events", write_bplist(PlistTree::Array{})),
            "failed: malformed: plist is no dictionary\n");
  EXPECT_EQ(records("ios.settings_events", write_bplist(Dictionary{})), "");
}

}  // namespace bridle::testing
