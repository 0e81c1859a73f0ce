#include <gtest/gtest.h>

#include "testing/plist_builder.h"
#include "testing/records.h"

namespace bridle::testing {

using Dictionary = PlistTree::Dictionary;
using Array = PlistTree::Array;

TEST(IosBackupState, reads_the_last_backup_its_errors_and_the_restore) {
  PlistTree when = Time{1'700'000'000'000'000'000};
  EXPECT_EQ(
      records("ios.backup_state",
              write_bplist(Dictionary{
                  {"BackupStateInfo",
                   Dictionary{{"date", when},
                              {"state", 3},
                              {"isCloud", true},
                              {"errors",
                               Array{Dictionary{
                                   {"date", when}, {"code", 209}, {"localizedDescription", "No space"}}}}}},
                  {"RestoreInfo", Dictionary{{"RestoreDate", when},
                                             {"BackupBuildVersion", "18A8395"},
                                             {"DeviceBuildVersion", "18C66"},
                                             {"WasCloudRestore", false}}},
                  {"AccountEnabledDate", when},
                  {"LastOnConditionEvents", Array{"2021-10-13T08:41:01-0400|12.3|0", 7}},
                  {"PreflightSizing", Dictionary{{"AppDomain-com.example.app", 42}, {"HomeDomain", 7}}},
                  {"Count", 2}})),
      "key BackupStateInfo | state | 2023-11-14T22:13:20Z | NULL | NULL | NULL | NULL | true | NULL | "
      "{\"state\":3}\n"
      "key BackupStateInfo.errors[0] | error | 2023-11-14T22:13:20Z | NULL | NULL | NULL | NULL | NULL | No "
      "space | {\"code\":209}\n"
      "key RestoreInfo | restore | 2023-11-14T22:13:20Z | NULL | NULL | 18A8395 | 18C66 | false | NULL | "
      "NULL\n"
      "key AccountEnabledDate | moment | 2023-11-14T22:13:20Z | NULL | NULL | NULL | NULL | NULL | "
      "AccountEnabledDate | NULL\n"
      "key LastOnConditionEvents[0] | conditions | 2021-10-13T12:41:01Z | NULL | NULL | NULL | NULL | NULL | "
      "2021-10-13T08:41:01-0400|12.3|0 | NULL\n"
      "skip key LastOnConditionEvents[1]: entry is no text\n"
      "key PreflightSizing[0] | size | NULL | com.example.app | 42 | NULL | NULL | NULL | "
      "AppDomain-com.example.app | NULL\n"
      "key PreflightSizing[1] | size | NULL | NULL | 7 | NULL | NULL | NULL | HomeDomain | NULL\n"
      "key Count | setting | NULL | NULL | NULL | NULL | NULL | NULL | Count | 2\n");
}

TEST(IosBackupState, survives_values_of_other_kinds) {
  EXPECT_EQ(records("ios.backup_state", write_bplist(Array{})),
            "failed: malformed: plist is no dictionary\n");
  EXPECT_EQ(records("ios.backup_state", write_bplist(Dictionary{{"RestoreInfo", 7}})),
            "key RestoreInfo | setting | NULL | NULL | NULL | NULL | NULL | NULL | RestoreInfo | 7\n");
}

}  // namespace bridle::testing
