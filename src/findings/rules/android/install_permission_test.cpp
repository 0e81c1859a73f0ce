#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(AndroidInstallPermissionRule, leaves_out_the_system_and_refusals) {
  EXPECT_EQ(
      CaseBuilder()
          .run("INSERT INTO android_appops(id, package, op, mode) VALUES(1, 'org.mozilla.firefox', "
               "'REQUEST_INSTALL_PACKAGES', 'allow'), (2, 'com.x', 'REQUEST_INSTALL_PACKAGES', 'deny'), (3, "
               "'com.stock', 'REQUEST_INSTALL_PACKAGES', 'allow'), (4, 'com.y', 'CAMERA', 'allow')")
          .run("INSERT INTO android_packages(kind, package, is_system) VALUES('package', 'com.stock', 1)")
          .findings("android.install_permission"),
      "low low undated | An app may install others: org.mozilla.firefox. | android_appops 1\n");
}

}  // namespace bridle::testing
