#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidUsageEvents, reads_events_in_any_digits) {
  EXPECT_EQ(records("android.usage_events", R"dump(user=0
  Last 24 hour events (timeRange="3/20/2024, 11:00 – 3/21/2024, 11:00" )
    time="2024-03-21 10:00:00" type=ACTIVITY_RESUMED package=com.a class=com.a.Main instanceId=7 flags=0x0
    time="٢٠٢٤-03-21 10:00:01" type=KEYGUARD_HIDDEN package=android flags=0x0
    time="3/21/2024" type=X package=b
    time="2024-03-21 10:00:00" package=b
)dump"),
            "line 3 | 0 | ACTIVITY_RESUMED | com.a | com.a.Main | 2024-03-21 10:00:00 | NULL | 0x0\n"
            "line 4 | 0 | KEYGUARD_HIDDEN | android | NULL | 2024-03-21 10:00:01 | NULL | 0x0\n"
            "skip line 5: an event whose time cannot be read: it stands without one\n"
            "line 5 | 0 | X | b | NULL | 3/21/2024 | NULL | NULL\n"
            "skip line 6: an event without time, type or app\n");
}

}  // namespace bridle::testing
