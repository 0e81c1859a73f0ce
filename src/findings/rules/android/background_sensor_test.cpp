#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(AndroidBackgroundSensorRule, tells_states) {
  EXPECT_EQ(
      CaseBuilder()
          .run("INSERT INTO android_appops(id, package, op, entry, app_state, time) VALUES(1, 'com.evil', "
               "'RECORD_AUDIO', 'access', 'bg', 1700000000000000000), (2, 'com.evil', 'RECORD_AUDIO', "
               "'access', "
               "'top', 1), (3, 'com.b', 'CAMERA', 'running', NULL, NULL), (4, 'com.b', 'READ_SMS', 'access', "
               "'bg', 1)")
          .findings("android.background_sensor"),
      "medium low 2023-11-14T22:13:20Z | 2 uses of sensors in the background, or while the dump was made: "
      "com.evil (RECORD_AUDIO) and com.b (CAMERA). | android_appops 1, android_appops 3\n");
}

}  // namespace bridle::testing
