#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidBatteryCheckin, follows_the_pool_and_the_clock) {
  EXPECT_EQ(
      records("android.battery_checkin", R"dump(9,0,i,vers,36,202,A,B
9,hsp,0,10094,"com.a/.Job"
9,hsp,1,7,"com.client.appA"
9,hsp,x,7,"b"
9,h,0:RESET:TIME:1641313801000
9,h,1500,+Ejb=0,-w
9,h,500,Epi=1,Epu=1,+Ezz=1
9,h,10:TIME:1641400000000
9,h,5,-Ejb=0,Epi=9
9,h,x
)dump",
              "dumpstate/checkin_batterystats"),
      "skip line 4: a text of the pool without its number\n"
      "line 6 | Ejb | job | start | com.a | com.a/.Job | 10094 | 2022-01-04T16:30:02.500Z\n"
      "line 7 | Epi | package_installed | once | com.client.appA | com.client.appA | 7 | "
      "2022-01-04T16:30:03Z\n"
      "line 7 | Epu | package_removed | once | com.client.appA | com.client.appA | 7 | 2022-01-04T16:30:03Z\n"
      "line 7 | Ezz | Ezz | start | com.client.appA | com.client.appA | 7 | 2022-01-04T16:30:03Z\n"
      "line 9 | Ejb | job | end | com.a | com.a/.Job | 10094 | 2022-01-05T16:26:40.005Z\n"
      "skip line 9: an event whose text is not in the pool\n"
      "skip line 10: a step of the history without its length\n");
}

}  // namespace bridle::testing
