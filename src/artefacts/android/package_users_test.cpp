#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidPackageUsers, reads_states_of_every_user) {
  EXPECT_EQ(records("android.package_users", R"dump(Packages:
  Package [com.a] (1):
    userId=10101
    User 0: ceDataInode=1 installed=true hidden=false suspended=true stopped=false notLaunched=false enabled=3 instant=false virtual=false
      installReason=4
      firstInstallTime=2024-03-21 10:00:02
      lastDisabledCaller: com.android.shell
      suspendingPackage=com.b
      harmfulAppWarning: This app is bad
      disabledComponents:
        com.a.Launcher
      enabledComponents:
        com.a.Hidden
    User 10: ceDataInode=0 installed=false hidden=true enabled=0
)dump"),
            "line 4 | package | com.a | 0 | true | false | true | com.b | false | false | false | 3 | "
            "disabled by user | com.android.shell | 4 | user | 2024-03-21 10:00:02 | NULL | This app is bad "
            "| com.a.Launcher | com.a.Hidden\n"
            "line 14 | package | com.a | 10 | false | true | NULL | NULL | NULL | NULL | NULL | 0 | default "
            "| NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL\n"
            "note: headings of packages: 1, blocks read: 1 (with those of shared users)\n");
}

}  // namespace bridle::testing
