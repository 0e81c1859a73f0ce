#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(AndroidSystemMountRule, knows_system_parts_and_certificates) {
  EXPECT_EQ(
      CaseBuilder()
          .run(
              "INSERT INTO android_mounts(id, mount_point, file_system, is_writable, is_system) VALUES(1, "
              "'/system/bin', 'overlay', 1, 1), (2, '/apex', 'tmpfs', 1, 1), (3, '/data', 'ext4', 1, 0), (4, "
              "'/apex/com.android.conscrypt/cacerts', 'tmpfs', 1, 1), (5, '/', 'ext4', 0, 1), (6, '/', "
              "'rootfs', 1, 1)")
          .findings("android.system_mount"),
      "high medium undated | 2 parts of the system are mounted writable or over certificates: /system/bin "
      "and /apex/com.android.conscrypt/cacerts. | android_mounts 1, android_mounts 4\n");
}

}  // namespace bridle::testing
