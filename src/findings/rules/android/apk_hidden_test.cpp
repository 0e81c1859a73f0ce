#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(AndroidApkHiddenRule, wants_both_and_leaves_the_system_alone) {
  EXPECT_EQ(
      CaseBuilder()
          .run("INSERT INTO android_apk_files(id, file, package, has_launcher, roles) VALUES(1, 'a', "
               "'com.spy', 0, "
               "'accessibility boot'), (2, 'b', 'com.icon', 1, 'accessibility launcher'), (3, 'c', "
               "'com.boot', 0, "
               "'boot'), (4, 'd', 'com.part', NULL, 'accessibility'), (5, 'e', 'com.sys', 0, "
               "'device_admin'), (6, "
               "'f', 'com.vendor', 0, 'vpn notification_listener')")
          .run(
              "INSERT INTO android_packages(id, kind, package, is_system) VALUES(1, 'package', 'com.sys', 1)")
          .run("INSERT INTO android_apks(id, package, is_system) VALUES(1, 'com.vendor', 1)")
          .findings("android.apk_hidden"),
      "medium medium undated | An app that is not part of the system shows no icon, and is built to read the "
      "screen or notifications, or to administer the phone: com.spy (accessibility boot). | "
      "android_apk_files "
      "1\n");
}

}  // namespace bridle::testing
