#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidUsageTotals, reads_totals_of_every_interval) {
  EXPECT_EQ(
      records("android.usage_totals", R"dump(user=0
  In-memory daily stats
    timeRange="x"
    packages
      package=com.a totalTimeUsed="10:00" lastTimeUsed="2024-03-21 10:00:00" totalTimeVisible="10:00" lastTimeVisible="2024-03-21 10:00:00" lastTimeComponentUsed="2024-03-21 10:00:05" totalTimeFS="1:00:00" lastTimeFS="2024-03-21 09:00:00" appLaunchCount=3
  In-memory yearly stats
    packages
      package=com.client.appA totalTimeUsed="00:00" lastTimeUsed="1970-01-01 00:00:00" appLaunchCount=0
      package=a..b totalTimeUsed="00:00"
)dump"),
      "line 5 | 0 | daily | com.a | 10:00 | 2024-03-21 10:00:00 | NULL | 2024-03-21 10:00:00 | 1:00:00 | "
      "2024-03-21 09:00:00 | NULL | 2024-03-21 10:00:05 | 3\n"
      "line 8 | 0 | yearly | com.client.appA | 00:00 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 0\n"
      "skip line 9: a total without its app\n");
}

}  // namespace bridle::testing
