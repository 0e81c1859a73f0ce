#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(AndroidAppDowngradeRule, names_the_app) {
  EXPECT_EQ(
      CaseBuilder()
          .run("INSERT INTO android_battery_daily(id, package, action, from_time) VALUES(1, 'com.whatsapp', "
               "'downgrade', 1700000000000000000), (3, 'com.c', 'update', 1)")
          .findings("android.app_downgrade"),
      "low low 2023-11-14T22:13:20Z | An app went back to an older version: com.whatsapp. | "
      "android_battery_daily 1\n");
}

}  // namespace bridle::testing
