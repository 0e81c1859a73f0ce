#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(AndroidAccessibilityServiceRule, leaves_out_the_system_and_what_is_only_installed) {
  EXPECT_EQ(
      CaseBuilder()
          .run("INSERT INTO android_accessibility(id, list, package) VALUES(1, 'enabled', 'com.evil'), (2, "
               "'installed', 'com.x'), (3, 'enabled', 'com.stock'), (4, 'crashed', 'com.dead'), (5, 'bound', "
               "'')")
          .run("INSERT INTO android_packages(kind, package, is_system) VALUES('package', 'com.stock', 1), "
               "('package', 'com.evil', 0)")
          .findings("android.accessibility_service"),
      "medium low undated | 2 apps that are not part of the system have an accessibility service in use: "
      "com.evil and com.dead. | android_accessibility 1, android_accessibility 4\n");
}

TEST(AndroidAccessibilityServiceRule, says_nothing_of_stock_services) {
  EXPECT_EQ(CaseBuilder()
                .run("INSERT INTO android_accessibility(id, list, package) VALUES(1, 'installed', "
                     "'com.samsung.accessibility')")
                .findings("android.accessibility_service"),
            std::string());
}

}  // namespace bridle::testing
