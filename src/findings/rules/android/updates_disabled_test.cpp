#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(AndroidUpdatesDisabledRule, names_those_that_are_off) {
  EXPECT_EQ(
      CaseBuilder()
          .run("INSERT INTO android_apks(id, package, is_disabled, stored) VALUES(1, 'com.wssyncmldm', 1, "
               "'{}'), (2, 'com.a', 1, '{}')")
          .run("INSERT INTO android_package_users(id, list, package, enabled) VALUES(1, 'package', "
               "'com.google.android.gms', 3), (2, 'package', 'com.policydm', 0)")
          .findings("android.updates_disabled"),
      "medium medium undated | By the list of apps, one that protects or updates the phone is switched off: "
      "com.wssyncmldm. | android_apks 1\n"
      "medium medium undated | An app that protects or updates the phone is switched off: "
      "com.google.android.gms. | android_package_users 1\n");
}

}  // namespace bridle::testing
