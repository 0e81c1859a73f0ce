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

TEST(AndroidRemovedAppRule, names_what_a_whole_list_does_not_have) {
  auto found = [](const std::string& status) {
    return CaseBuilder()
        .run("INSERT INTO android_packages(id, package) VALUES(1, 'com.here')")
        .run("INSERT INTO android_apks(id, package) VALUES(1, 'com.too')")
        .run(
            "INSERT INTO android_usage_totals(id, package, last_used) VALUES(1, 'com.here', 1), (2, "
            "'com.gone', "
            "1700000000000000000), (3, 'com.gone', NULL), (4, 'com.too', 1)")
        .run(
            "INSERT INTO android_platform_compat(id, list, package) VALUES(1, 'raw', 'com.old'), (2, "
            "'package', "
            "'com.x')")
        .run("INSERT INTO coverage(artefact, status) VALUES('android.packages', '" + status + "')")
        .findings("android.removed_app");
  };
  EXPECT_EQ(
      found("complete"),
      "informational medium 2023-11-14T22:13:20Z | 2 apps left traces and are not among the packages of "
      "the phone: com.old and com.gone. | android_platform_compat 1, android_usage_totals 2\n");
  EXPECT_EQ(found("partial"), "");
}

}  // namespace bridle::testing
