#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(AndroidSideLoadedAppRule, leaves_out_stores_and_the_system) {
  EXPECT_EQ(
      CaseBuilder()
          .run("INSERT INTO android_packages(id, kind, package, installer, is_system) VALUES(1, 'package', "
               "'com.serv.services', 'com.android.shell', 0), (2, 'package', 'com.a', 'com.android.vending', "
               "0), (3, 'package', 'com.b', NULL, 1), (4, 'package', 'org.fdroid', 'org.fdroid.fdroid', 0), "
               "(5, "
               "'hidden_system', 'com.c', NULL, 0)")
          .run(
              "INSERT INTO android_apks(id, package, installer, is_system, stored) VALUES(1, 'com.whatsapp', "
              "NULL, 0, '{}'), (2, 'com.whatsapp', NULL, 0, ''), (3, 'com.x', "
              "'com.google.android.packageinstaller', 0, '{}')")
          .findings("android.side_loaded_app"),
      "low medium undated | No store installed this app: com.serv.services. | android_packages 1\n"
      "low medium undated | By the list of apps, no store installed these 2: com.whatsapp and com.x. | "
      "android_apks 1, android_apks 3\n");
}

}  // namespace bridle::testing
