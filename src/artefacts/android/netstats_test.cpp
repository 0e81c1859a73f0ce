#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidNetstats, adds_the_periods_of_an_app) {
  EXPECT_EQ(records("android.netstats", R"dump(UID stats:
  Pending bytes: 1
  History since boot:
  ident=[{type=1, ratType=COMBINED, networkId="Home", metered=false}] uid=10101 set=DEFAULT tag=0x0
    NetworkStatsHistory: bucketDuration=7200
      st=1700000000 rb=100 rp=1 tb=200 tp=2 op=0
      st=1700007200 rb=1 rp=1 tb=2 tp=2 op=0
  ident=[{type=0}] uid=-4 set=ALL tag=0x0
)dump"),
            "line 4 | UID | {type=1, ratType=COMBINED, networkId=\"Home\", metered=false} | Home | 10101 | "
            "DEFAULT | 0x0 | 2023-11-14T22:13:20Z | 2023-11-15T00:13:20Z | 101 | 202 | 2\n"
            "line 8 | UID | {type=0} | NULL | -4 | ALL | 0x0 | NULL | NULL | 0 | 0 | 0\n");
}

}  // namespace bridle::testing
