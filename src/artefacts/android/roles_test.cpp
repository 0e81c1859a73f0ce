#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidRoles, reads_holders) {
  EXPECT_EQ(records("android.roles", R"dump({
  user_states={
    user_id=0
    roles=[
      {
        name=android.app.role.SMS
        holders=com.evil.sms
      }
      {
        name=android.app.role.HOME
        holders=com.android.launcher3
      }
)dump"),
            "line 7 | 0 | android.app.role.SMS | com.evil.sms\n"
            "line 11 | 0 | android.app.role.HOME | com.android.launcher3\n");
}

}  // namespace bridle::testing
