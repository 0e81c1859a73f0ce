#include <gtest/gtest.h>

#include "base/local_time.h"
#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidPackages, reads_provenance_users_and_flags) {
  EXPECT_EQ(
      records("android.packages", R"dump(Packages:
  Package [com.serv.services] (d64f8e0):
    appId=10143
    pkg=Package{254559d com.serv.services}
    codePath=/data/app/~~x==/com.serv.services-y==
    versionCode=7 minSdk=28 targetSdk=30
    versionName=1.0=beta
    splits=[base]
    flags=[ HAS_CODE ALLOW_BACKUP ]
    timeStamp=2024-03-21 10:00:00
    lastUpdateTime=2024-03-21 10:00:01
    installerPackageName=com.android.vending
    initiatingPackageName=com.android.shell
    originatingPackageName=null
    packageSource=0
    signatures=PackageSignatures{b4da5e3 version:2, signatures:[b378e95c], past signatures:[]}
    pkgFlags=[ HAS_CODE ALLOW_BACKUP ]
    requested permissions:
      android.permission.CAMERA
      android.permission.INTERNET
    install permissions:
      android.permission.INTERNET: granted=true
    User 0: ceDataInode=1 installed=true hidden=false
      firstInstallTime=2024-03-21 10:00:02
      runtime permissions:
        android.permission.CAMERA: granted=true, flags=[ USER_SET]
    User 10: installed=false
  Package [com.samsung.android.x] (1):
    userId=1000
    sharedUser=SharedUserSetting{cb92b86 android.uid.system/1000}
    versionCode=500700000 minSdk=28 targetSdk=28
    firstInstallTime=2008-12-31 16:00:00
    packageSource=9
    pkgFlags=[ SYSTEM HAS_CODE ]

Hidden system packages:
  Package [com.google.android.gms] (2):
    versionCode=1

Shared users:
  SharedUser [android.uid.system] (3):
    userId=1000
--------- 0.053s was the duration of dumpsys package, ending at: 2024-03-21 23:14:27
)dump"),
      "line 2 | package | com.serv.services | 10143 | NULL | 1.0=beta | 7 | 28 | 30 | "
      "/data/app/~~x==/com.serv.services-y== | false | HAS_CODE ALLOW_BACKUP | NULL | com.android.vending | "
      "com.android.shell | NULL | NULL | 0 | unspecified | 2024-03-21 10:00:00 | NULL | 2024-03-21 10:00:02 "
      "| NULL | 2024-03-21 10:00:01 | NULL | b378e95c | NULL | base | NULL | 0 10 | 2 | 2\n"
      "line 28 | package | com.samsung.android.x | 1000 | android.uid.system | NULL | 500700000 | 28 | 28 | "
      "NULL | true | SYSTEM HAS_CODE | NULL | NULL | NULL | NULL | NULL | 9 | NULL | NULL | NULL | "
      "2008-12-31 16:00:00 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 0 | 0\n"
      "line 37 | hidden_system | com.google.android.gms | NULL | NULL | NULL | 1 | NULL | NULL | NULL | "
      "false | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "NULL | NULL | NULL | NULL | NULL | NULL | 0 | 0\n"
      "line 41 | shared_user | android.uid.system | 1000 | NULL | NULL | NULL | NULL | NULL | NULL | false | "
      "NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "NULL | NULL | NULL | NULL | NULL | 0 | 0\n"
      "note: headings of packages: 3, blocks read: 4 (with those of shared users)\n");
}

TEST(AndroidPackages, takes_a_cut_off_dump) {
  EXPECT_EQ(records("android.packages", R"dump(Packages:
  Package [com.a] (1):
    versionCode=abc
    pkgFlags=[ SYSTEM
    signatures=PackageSig
*** SERVICE 'package' DUMP TIMEOUT (10000ms) EXPIRED ***
)dump"),
            "line 2 | package | com.a | NULL | NULL | NULL | NULL | NULL | NULL | NULL | true | SYSTEM | "
            "NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL "
            "| NULL | NULL | NULL | NULL | 0 | 0\n"
            "note: the dump was stopped when its time was up: what follows is missing\n"
            "note: headings of packages: 1, blocks read: 1 (with those of shared users)\n");
}

TEST(AndroidPackages, turns_the_wall_clock_into_utc_by_the_zones_own_rules) {
  std::string text =
      records_by_clock("android.packages",
                       "Packages:\n  Package [com.a] (1):\n    firstInstallTime=2023-07-04 17:30:01\n    "
                       "lastUpdateTime=2024-01-04 17:30:01\n",
                       {.zone = "Europe/Paris",
                        .utc_offset_seconds = 3600,
                        .made_at_local = parse_local_time("2024-03-21 10:07:23")->nanoseconds});
  EXPECT_TRUE(text.contains(
      "| 2023-07-04 17:30:01 | 2023-07-04T15:30:01Z | 2024-01-04 17:30:01 | 2024-01-04T16:30:01Z |"))
      << text;
}

TEST(AndroidPackages, reads_android_2) {
  std::string text =
      records("android.packages",
              "Packages:\n  Package [com.a] (40730798):\n    userId=10017 gids=[]\n    versionCode=100\n    "
              "targetSdk=10\n    pkgFlags=0x1 installStatus=1 enabled=0\n    grantedPermissions:\n      "
              "android.permission.INTERNET\n");
  EXPECT_TRUE(text.starts_with(
      "line 2 | package | com.a | 10017 | NULL | NULL | 100 | NULL | 10 | NULL | true | 0x1 "))
      << text;
}

}  // namespace bridle::testing
