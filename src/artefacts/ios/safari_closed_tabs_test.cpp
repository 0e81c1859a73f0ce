#include <gtest/gtest.h>

#include "testing/plist_builder.h"
#include "testing/records.h"

namespace bridle::testing {

using Dictionary = PlistTree::Dictionary;
using Array = PlistTree::Array;

TEST(IosSafariClosedTabs, reads_tabs_alone_and_in_windows) {
  PlistTree when = Time{1'700'000'000'000'000'000};
  EXPECT_EQ(records("ios.safari_closed_tabs",
                    write_bplist(Dictionary{
                        {"ClosedTabOrWindowPersistentStates",
                         Array{Dictionary{{"PersistentStateType", 0},
                                          {"PersistentState", Dictionary{{"TabURL", "https://a.example/x"},
                                                                         {"TabTitle", "A"},
                                                                         {"TabUUID", "T1"},
                                                                         {"DateClosed", when},
                                                                         {"LastVisitTime", 700'000'000.0},
                                                                         {"TabIndex", 3}}}},
                               Dictionary{{"PersistentStateType", 1},
                                          {"PersistentState",
                                           Dictionary{{"WindowUUID", "W1"},
                                                      {"DateClosed", when},
                                                      {"IsPrivateWindow", true},
                                                      {"TabStates", Array{Dictionary{{"TabURL", ""}}, 7}}}}},
                               Dictionary{}}}})),
            "key ClosedTabOrWindowPersistentStates[0] | https://a.example/x | A | 2023-11-14T22:13:20Z | "
            "2023-03-08T20:26:40Z | NULL | NULL | T1 | NULL | {\"TabIndex\":3}\n"
            "key ClosedTabOrWindowPersistentStates[1].TabStates[0] | NULL | NULL | 2023-11-14T22:13:20Z | "
            "NULL | true "
            "| W1 | NULL | NULL | NULL\n"
            "skip key ClosedTabOrWindowPersistentStates[1].TabStates[1]: tab is no dictionary\n"
            "skip key ClosedTabOrWindowPersistentStates[2]: tab is no dictionary\n");
}

TEST(IosSafariClosedTabs, refuses_another_list) {
  EXPECT_EQ(records("ios.safari_closed_tabs", write_bplist(Dictionary{{"Tabs", Array{}}})),
            "failed: unsupported: no list of closed tabs in this file\n");
}

}  // namespace bridle::testing
