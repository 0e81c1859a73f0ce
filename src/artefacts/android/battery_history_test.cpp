#include <gtest/gtest.h>

#include "base/local_time.h"
#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidBatteryHistory, resolves_times_and_reads_every_event_of_a_line) {
  EXPECT_EQ(
      records("android.battery_history",
              R"dump(Battery History (0% used, 2720 used of 4096KB, 31 strings using 2694):
                    0 (19) RESET:TIME: 2022-01-04-17-30-01
                    0 (2) 100 status=discharging volt=4302 +running user=0:"0"
            +47s645ms (2) 100 +job=u0a94:"com.samsung.android.app.reminder/.data.Job" -wifi
            +47s731ms (2) 100 -job=u0a94:"com.samsung.android.app.reminder/.data.Job" +top=u0a280:"com.whatsapp"
               +1m0s0ms (2) 095 -top
               +1m1s0ms (2) 095 +wake_lock=u0a5:"*walarm*:com.b/.Wake up"
               +1m2s0ms (2) 095 pkginst=7:"com.client.appA" pkgunin=0:"com.client.appA"
               +1m3s0ms (1) SHUTDOWN
                  broken
                    0 (19) TIME: nonsense

Per-PID Stats:
  +1s (2) 095 +top=u0a1:"com.no"
)dump"),
      "line 2 | RESET | once | NULL | NULL | NULL | NULL | 2022-01-04-17-30-01 | 0 | 0 | 2022-01-04 17:30:01 "
      "| NULL\n"
      "line 3 | user | once | 0 | 0 | NULL | NULL | 0 | 0 | 0 | 2022-01-04 17:30:01 | NULL\n"
      "line 4 | job | start | u0a94 | 10094 | com.samsung.android.app.reminder | .data.Job | "
      "com.samsung.android.app.reminder/.data.Job | +47s645ms | 47645 | 2022-01-04 17:30:48.645 | NULL\n"
      "line 5 | job | end | u0a94 | 10094 | com.samsung.android.app.reminder | .data.Job | "
      "com.samsung.android.app.reminder/.data.Job | +47s731ms | 47731 | 2022-01-04 17:30:48.731 | NULL\n"
      "line 5 | top | start | u0a280 | 10280 | com.whatsapp | NULL | com.whatsapp | +47s731ms | 47731 | "
      "2022-01-04 17:30:48.731 | NULL\n"
      "line 6 | top | end | NULL | NULL | NULL | NULL | NULL | +1m0s0ms | 60000 | 2022-01-04 17:31:01 | "
      "NULL\n"
      "line 7 | wake_lock | start | u0a5 | 10005 | com.b | .Wake up | *walarm*:com.b/.Wake up | +1m1s0ms | "
      "61000 | 2022-01-04 17:31:02 | NULL\n"
      "line 8 | pkginst | once | 7 | 7 | com.client.appA | NULL | com.client.appA | +1m2s0ms | 62000 | "
      "2022-01-04 17:31:03 | NULL\n"
      "line 8 | pkgunin | once | 0 | 0 | com.client.appA | NULL | com.client.appA | +1m2s0ms | 62000 | "
      "2022-01-04 17:31:03 | NULL\n"
      "line 9 | SHUTDOWN | once | NULL | NULL | NULL | NULL | NULL | +1m3s0ms | 63000 | 2022-01-04 17:31:04 "
      "| NULL\n"
      "skip line 10: a line of the history without its size in brackets\n"
      "skip line 11: the history's clock is no moment\n"
      "line 11 | TIME | once | NULL | NULL | NULL | NULL | nonsense | 0 | 0 | 2022-01-04 17:30:01 | NULL\n");
}

TEST(AndroidBatteryHistory, turns_the_wall_clock_into_utc) {
  EXPECT_EQ(records_by_clock(
                "android.battery_history",
                "Battery History (0% used)\n  0 (19) RESET:TIME: 2023-07-04-17-30-01\n  +1s0ms (2) 100 "
                "pkginst=7:\"com.client.appA\"\n",
                {.zone = "Europe/Paris",
                 .utc_offset_seconds = 3600,
                 .made_at_local = parse_local_time("2024-03-21 10:07:23")->nanoseconds}),
            "line 2 | RESET | once | NULL | NULL | NULL | NULL | 2023-07-04-17-30-01 | 0 | 0 | 2023-07-04 "
            "17:30:01 | 2023-07-04T15:30:01Z\n"
            "line 3 | pkginst | once | 7 | 7 | com.client.appA | NULL | com.client.appA | +1s0ms | 1000 | "
            "2023-07-04 17:30:02 | 2023-07-04T15:30:02Z\n");
}

}  // namespace bridle::testing
