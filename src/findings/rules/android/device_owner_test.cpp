#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(AndroidDeviceOwnerRule, leaves_out_the_system) {
  EXPECT_EQ(
      CaseBuilder()
          .run("INSERT INTO android_device_policy(id, kind, package, is_test_only) VALUES(1, 'device_admin', "
               "'com.evil', NULL), (2, 'device_admin', 'com.google.android.gms', 0), (3, 'device_admin', "
               "'com.test', 1)")
          .run("INSERT INTO android_packages(kind, package, is_system) VALUES('package', "
               "'com.google.android.gms', 1)")
          .findings("android.device_owner"),
      "low medium undated | An app outside the system administers the phone: com.evil. | "
      "android_device_policy 1\n"
      "medium medium undated | An administrator was set for tests, over ADB: com.test. | "
      "android_device_policy 3\n");
}

}  // namespace bridle::testing
