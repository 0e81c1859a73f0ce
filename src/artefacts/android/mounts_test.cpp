#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidMounts, reads_all_three_forms) {
  EXPECT_EQ(
      records(
          "android.mounts",
          R"dump(["/dev/block/dm-0 on / type ext4 (ro,seclabel,relatime)","overlay on /system/bin type overlay (rw,lowerdir=/a)","/dev/block/dm-1 /vendor ext4 rw,noatime 0 0","tmpfs /systemfoo tmpfs rw 0 0","odd",5]
)dump",
          "androidqf/mounts.json"),
      "key [0] | / | /dev/block/dm-0 | ext4 | ro,seclabel,relatime | false | true | mount\n"
      "key [1] | /system/bin | overlay | overlay | rw,lowerdir=/a | true | true | mount\n"
      "key [2] | /vendor | /dev/block/dm-1 | ext4 | rw,noatime | true | true | proc_mounts\n"
      "key [3] | /systemfoo | tmpfs | tmpfs | rw | true | false | proc_mounts\n"
      "skip key [4]: a mount of another form\n"
      "skip key [5]: a mount of another form\n");
}

TEST(AndroidMounts, reads_mountinfo) {
  EXPECT_EQ(
      records("android.mounts",
              R"dump(21 20 254:6 / /system ro,relatime shared:1 - ext4 /dev/block/dm-6 rw,seclabel
22 20 0:5 / /apex/com.android.conscrypt/cacerts rw,relatime - tmpfs tmpfs rw
x
)dump",
              "bugreport/FS/proc/1/mountinfo"),
      "line 1 | /system | /dev/block/dm-6 | ext4 | ro,relatime | false | true | mountinfo\n"
      "line 2 | /apex/com.android.conscrypt/cacerts | tmpfs | tmpfs | rw,relatime | true | true | mountinfo\n"
      "skip line 3: a mount of another form\n");
}

}  // namespace bridle::testing
