#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidPackagePermissions, reads_every_kind_and_user) {
  EXPECT_EQ(
      records("android.package_permissions", R"dump(Packages:
  Package [com.a] (1):
    declared permissions:
      com.a.READ: prot=signature|privileged, INSTALLED
    requested permissions:
      android.permission.CAMERA: restricted=true
    install permissions:
      android.permission.INTERNET: granted=true
    User 0: installed=true
      gids=[3002]
      runtime permissions:
        android.permission.CAMERA: granted=true, flags=[ USER_SET]
    User 10: installed=true
      runtime permissions:
        android.permission.CAMERA: granted=false

Shared users:
  SharedUser [android.uid.system] (3):
    install permissions:
      android.permission.REBOOT: granted=true
)dump"),
      "line 4 | package | com.a | declared | NULL | com.a.READ | NULL | prot=signature|privileged, "
      "INSTALLED\n"
      "line 6 | package | com.a | requested | NULL | android.permission.CAMERA | NULL | restricted=true\n"
      "line 8 | package | com.a | install | NULL | android.permission.INTERNET | true | granted=true\n"
      "line 12 | package | com.a | runtime | 0 | android.permission.CAMERA | true | granted=true, flags=[ "
      "USER_SET]\n"
      "line 15 | package | com.a | runtime | 10 | android.permission.CAMERA | false | granted=false\n"
      "line 20 | shared_user | android.uid.system | install | NULL | android.permission.REBOOT | true | "
      "granted=true\n"
      "note: headings of packages: 1, blocks read: 2 (with those of shared users)\n");
}

}  // namespace bridle::testing
