#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidPowerExemptions, reads_every_list) {
  EXPECT_EQ(records("android.power_exemptions", R"dump(DUMP OF SERVICE deviceidle:
  Settings:
    light_after_inactive_to=+4m0s0ms
  Whitelist (except idle) system apps:
    com.android.shell
  Whitelist system apps:
    com.google.android.gms
  Removed from whitelist system apps:
    com.vendor.app
  Whitelist user apps:
    com.serv.services
    !odd
  Whitelist (except idle) all app ids:
    1000
  mLightEnabled=true  mDeepEnabled=true
    com.not.listed
)dump"),
            "line 5 | system_except_idle | com.android.shell\n"
            "line 7 | system | com.google.android.gms\n"
            "line 9 | removed | com.vendor.app\n"
            "line 11 | user | com.serv.services\n"
            "note: lines of another form, which were passed over: 1\n");
}

}  // namespace bridle::testing
