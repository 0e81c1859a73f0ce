#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(AndroidAppCapabilitiesRule, weighs_powers_and_origin_together) {
  EXPECT_EQ(
      CaseBuilder()
          .run("INSERT INTO android_packages(id, kind, package, installer, is_system, first_install) "
               "VALUES(1, 'package', "
               "'com.evil', 'com.android.shell', 0, 1700000000000000000), (2, 'package', 'com.bitwarden', "
               "'com.android.vending', 0, 1), (3, 'package', 'com.stock', NULL, 1, 1), (4, 'package', "
               "'org.tasks', NULL, 0, 1)")
          .run("INSERT INTO android_accessibility(id, list, package) VALUES(1, 'enabled', 'com.evil'), (2, "
               "'enabled', "
               "'com.bitwarden'), (3, 'enabled', 'com.stock'), (4, 'installed', 'org.tasks')")
          .run("INSERT INTO android_device_policy(id, kind, package) VALUES(1, 'device_admin', 'com.evil'), "
               "(2, 'device_admin', "
               "'com.stock')")
          .run("INSERT INTO android_package_users(id, list, package, disabled_components) VALUES(1, "
               "'package', 'com.evil', "
               "'com.evil.LauncherAlias')")
          .findings("android.app_capabilities"),
      "high medium 2023-11-14T22:13:20Z | com.evil reads the screen (accessibility), administers the phone. "
      "It was installed past the stores, hides its icon. | android_accessibility 1, android_device_policy 1, "
      "android_packages 1, android_package_users 1\n");
}

TEST(AndroidAppCapabilitiesRule, says_nothing_of_a_password_manager_of_the_store) {
  EXPECT_EQ(
      CaseBuilder()
          .run("INSERT INTO android_packages(id, kind, package, installer, is_system) VALUES(2, 'package', "
               "'com.bitwarden', "
               "'com.android.vending', 0)")
          .run("INSERT INTO android_accessibility(id, list, package) VALUES(2, 'enabled', 'com.bitwarden')")
          .run("INSERT INTO android_appops(id, package, op, mode, entry) VALUES(1, 'com.bitwarden', "
               "'SYSTEM_ALERT_WINDOW', "
               "'allow', 'none')")
          .findings("android.app_capabilities"),
      std::string());
}

}  // namespace bridle::testing
