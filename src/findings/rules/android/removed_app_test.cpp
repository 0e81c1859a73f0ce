#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(AndroidRemovedAppRule, tells_short_lived_apps_and_the_known_agent) {
  EXPECT_EQ(
      CaseBuilder()
          .run("INSERT INTO android_battery_daily(id, package, action) VALUES(1, 'com.b', 'uninstall'), (2, "
               "'com.client.appA', 'uninstall'), (3, 'com.c', 'update')")
          .run("INSERT INTO android_battery_history(id, package, event, time) VALUES(1, 'com.x', 'pkginst', "
               "1), "
               "(2, 'com.x', 'pkgunin', 1700000000000000000), (3, 'com.y', 'pkgunin', 3)")
          .run("INSERT INTO android_usage_totals(id, package) VALUES(7, 'com.client.appA')")
          .findings("android.removed_app"),
      "low medium undated | By the records of the battery, an app was removed in the last days: com.b. | "
      "android_battery_daily 1\n"
      "medium medium 2023-11-14T22:13:20Z | An app was installed and removed again within one history of the "
      "battery: com.x. | android_battery_history 2\n"
      "high medium undated | The agent of an extraction program was on the phone: com.client.appA. | "
      "android_battery_daily 2, android_usage_totals 7\n");
}

}  // namespace bridle::testing
