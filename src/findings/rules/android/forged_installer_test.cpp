#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(AndroidForgedInstallerRule, compares_installer_and_initiator) {
  EXPECT_EQ(
      CaseBuilder()
          .run("INSERT INTO android_packages(id, kind, package, installer, initiating, is_system, "
               "first_install) VALUES(1, 'package', 'com.serv.services', 'com.android.vending', "
               "'com.android.shell', 0, 1700000000000000000), (2, 'package', 'com.a', 'com.android.vending', "
               "'com.android.vending', 0, NULL), (3, 'package', 'com.b', 'com.android.shell', "
               "'com.android.shell', 0, NULL)")
          .findings("android.forged_installer"),
      "high medium 2023-11-14T22:13:20Z | An app names a store as its installer, but was installed over ADB: "
      "com.serv.services. | android_packages 1\n");
}

TEST(AndroidForgedInstallerRule, says_nothing_of_apps_of_the_store) {
  EXPECT_EQ(
      CaseBuilder()
          .run("INSERT INTO android_packages(id, kind, package, installer, initiating, is_system) VALUES(2, "
               "'package', 'com.a', 'com.android.vending', 'com.android.vending', 0)")
          .findings("android.forged_installer"),
      std::string());
}

}  // namespace bridle::testing
