#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidRootBinaries, splits_what_which_printed) {
  EXPECT_EQ(
      records(
          "android.root_binaries",
          R"dump(["/system/bin/su\n/sbin/su","/data/local/tmp/magisk","/system/app/Superuser.apk","/x/other",7]
)dump",
          "androidqf/root_binaries.json"),
      "key [0] | /system/bin/su | su | gives root access\n"
      "key [0] | /sbin/su | su | gives root access\n"
      "key [1] | /data/local/tmp/magisk | magisk | Magisk, gives and hides root access\n"
      "key [2] | /system/app/Superuser.apk | superuser.apk | Superuser, manages root access\n"
      "key [3] | /x/other | other | unknown\n"
      "skip key [4]: an entry that is no text\n");
}

TEST(AndroidRootBinaries, refuses_another_file) {
  EXPECT_EQ(records("android.root_binaries", R"dump(nothing
)dump",
                    "androidqf/root_binaries.json"),
            "failed: malformed: the list of programs is no JSON array\n");
}

}  // namespace bridle::testing
