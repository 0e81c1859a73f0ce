#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidKnownPackages, reads_who_checks_and_who_installs) {
  EXPECT_EQ(records("android.known_packages", R"dump(Database versions:
  Internal:
    sdkVersion=30 databaseVersion=3

Known Packages:
  System:
    android
  Verifier:
    com.android.vending
  Wi-Fi:
    none

Verifiers:
  Required: com.android.vending (uid=10147)
  Required: ?

Domain Verifier:
  Using: com.google.android.gms (uid=10143)

Features:
  android.hardware.camera: com.not.a.role
)dump"),
            "line 7 | Known Packages | System | android | NULL\n"
            "line 9 | Known Packages | Verifier | com.android.vending | NULL\n"
            "line 14 | Verifiers | Required | com.android.vending | 10147\n"
            "line 18 | Domain Verifier | Using | com.google.android.gms | 10143\n");
}

}  // namespace bridle::testing
