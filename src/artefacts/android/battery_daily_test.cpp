#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidBatteryDaily, tells_updates_downgrades_and_removals) {
  EXPECT_EQ(records("android.battery_daily", R"dump(Daily stats:
  Current start time: 2022-08-17-01-15-45
  Daily from 2022-08-16-15-56-39 to 2022-08-17-01-15-45:
    Package changes:
      Update com.a vers=3
      Update com.a vers=3
      Update com.client.appA vers=0
      Update x y vers=1
  Daily from 2022-08-15-15-56-39 to 2022-08-16-15-56-39:
    Package changes:
      Update com.a vers=5
      Update com.client.appA vers=1
      Uninstall com.b
      Update com.c
)dump"),
            "skip line 14: a package change without app or version\n"
            "line 5 | downgrade | com.a | 3 | 5 | 2022-08-16-15-56-39 | 2022-08-17-01-15-45 | 2022-08-16 "
            "15:56:39 | NULL | 2022-08-17 01:15:45 | NULL | 2\n"
            "line 7 | uninstall | com.client.appA | 0 | NULL | 2022-08-16-15-56-39 | 2022-08-17-01-15-45 | "
            "2022-08-16 15:56:39 | NULL | 2022-08-17 01:15:45 | NULL | 1\n"
            "line 8 | update | x | 1 | NULL | 2022-08-16-15-56-39 | 2022-08-17-01-15-45 | 2022-08-16 "
            "15:56:39 | NULL | 2022-08-17 01:15:45 | NULL | 1\n"
            "line 11 | update | com.a | 5 | NULL | 2022-08-15-15-56-39 | 2022-08-16-15-56-39 | 2022-08-15 "
            "15:56:39 | NULL | 2022-08-16 15:56:39 | NULL | 1\n"
            "line 12 | update | com.client.appA | 1 | NULL | 2022-08-15-15-56-39 | 2022-08-16-15-56-39 | "
            "2022-08-15 15:56:39 | NULL | 2022-08-16 15:56:39 | NULL | 1\n"
            "line 13 | uninstall | com.b | NULL | NULL | 2022-08-15-15-56-39 | 2022-08-16-15-56-39 | "
            "2022-08-15 15:56:39 | NULL | 2022-08-16 15:56:39 | NULL | 1\n");
}

}  // namespace bridle::testing
