#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidDevicePolicy, reads_owners_and_admins) {
  EXPECT_EQ(
      records("android.device_policy", R"dump(Current Device Policy Manager state:
  Device Owner:
    admin=ComponentInfo{com.mdm/com.mdm.Receiver}
    name=Company
    package=com.mdm
    User ID: 0

  Enabled Device Admins (User 0, provisioningState: 0):
    com.evil/.AdminReceiver:
      uid=10143
      testOnlyAdmin=true
      policies:
        wipe-data
        force-lock
      passwordQuality=0x0
    com.b/com.b.R:
      uid=10144

  Profile Owner (User 10):
    admin=odd
  mPasswordOwner=-1
)dump"),
      "line 3 | device_owner | NULL | com.mdm | ComponentInfo{com.mdm/com.mdm.Receiver} | NULL | NULL | "
      "NULL\n"
      "line 9 | device_admin | 0 | com.evil | com.evil/.AdminReceiver | 10143 | true | wipe-data force-lock\n"
      "line 16 | device_admin | 0 | com.b | com.b/com.b.R | 10144 | NULL | NULL\n"
      "skip line 20: an owner without its component\n");
}

}  // namespace bridle::testing
