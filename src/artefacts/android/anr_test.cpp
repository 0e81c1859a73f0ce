#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidAnr, reads_every_process_of_a_file) {
  EXPECT_EQ(records("android.anr", R"dump(Subject: Input dispatching timed out
----- pid 7 at 2024-03-21 10:00:00.123456789+0100 -----
Cmd line: com.evil:remote
"main" prio=5 tid=1 Native
"Binder:7_1" prio=5 tid=9 Native
----- end 7 -----
----- pid 8 at 2024-03-21 10:00:01 -----
Cmd line: com.b
)dump"),
            "line 2 | com.evil:remote | 7 | Input dispatching timed out | 2024-03-21 10:00:00.123456789 | "
            "2024-03-21T09:00:00.123456789Z | 2 | *\n"
            "line 7 | com.b | 8 | Input dispatching timed out | 2024-03-21 10:00:01 | NULL | 0 | *\n");
}

TEST(AndroidAnr, refuses_another_file) {
  EXPECT_EQ(records("android.anr", R"dump(nothing
)dump"),
            "failed: unsupported: no process in this file of threads\n");
}

}  // namespace bridle::testing
