#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidNotificationListeners, reads_every_list) {
  EXPECT_EQ(records("android.notification_listeners", R"dump(Current Notification Manager state:
  Notification listeners:
    Allowed notification listeners:
      userId=0 value=com.evil/.L:com.b/com.b.M
      userId=10 value=
    All notification listeners (2) enabled for current profiles:
      ComponentInfo{com.evil/com.evil.L}
      odd
    Live notification listeners (1):
      ComponentInfo{com.android.systemui/.NL} (user 0): android.service.notification.INotificationListener$Stub$Proxy@1 SYSTEM
    Snoozed notification listeners (0):
  Zen Mode:
    Allowed notification listeners:
      ComponentInfo{com.no/com.no.L}
)dump"),
            "line 4 | allowed | com.evil | com.evil/.L | 0 | false\n"
            "line 4 | allowed | com.b | com.b/com.b.M | 0 | false\n"
            "line 7 | enabled | com.evil | com.evil/com.evil.L | NULL | false\n"
            "line 10 | live | com.android.systemui | com.android.systemui/.NL | 0 | true\n"
            "note: lines of another form, which were passed over: 1\n");
}

}  // namespace bridle::testing
