#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidExitInfo, reads_reasons_and_descriptions) {
  EXPECT_EQ(
      records("android.exit_info", R"dump(ACTIVITY MANAGER SETTINGS
  package: com.no
        ApplicationExitInfo #0:
          timestamp=2024-03-21 10:00:00.123 pid=1
ACTIVITY MANAGER PROCESS EXIT INFO (dumpsys activity exit-info)
Last Timestamp of Persistence Into Persistent Storage: 2024-03-21 10:00:00.123
  package: com.evil
    Historical Process Exit for uid=10143
        ApplicationExitInfo #0:
          timestamp=2024-03-21 10:00:00.123 pid=4321 realUid=10143 packageUid=10143 definingUid=10143 user=0
          process=com.evil:remote reason=5 (APP CRASH(NATIVE)) subreason=0 (UNKNOWN) status=11
          importance=100 pss=0.00 rss=0.00 description=crash in lib x state=empty trace=/data/system/procexitstore/anr_x
        ApplicationExitInfo #1:
          pid=1
ACTIVITY MANAGER OTHER
        ApplicationExitInfo #0:
)dump"),
      "line 9 | com.evil | com.evil:remote | 4321 | 10143 | 10143 | 0 | 5 | APP CRASH(NATIVE) | UNKNOWN | 11 "
      "| crash in lib x | /data/system/procexitstore/anr_x | 2024-03-21 10:00:00.123 | NULL\n"
      "skip line 13: the end of a process without its app or time\n");
}

}  // namespace bridle::testing
