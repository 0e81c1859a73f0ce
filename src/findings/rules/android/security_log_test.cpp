#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(AndroidSecurityLogRule, tells_odd_events_from_adb) {
  EXPECT_EQ(CaseBuilder()
                .run("INSERT INTO android_security_events(id, event, time, success) VALUES(1, "
                     "'cert_authority_installed', 1700000000000000000, NULL), (2, "
                     "'cert_authority_installed', 1, 0), "
                     "(3, 'crypto_self_test_completed', 1, 1), (4, 'wipe_failure', 5, NULL), (5, "
                     "'adb_shell_cmd', 6, "
                     "NULL)")
                .findings("android.security_log"),
            "medium medium 1970-01-01T00:00:00.000000005Z | The security log holds events of 2 kinds that "
            "seldom happen: cert_authority_installed and wipe_failure. | android_security_events 1, "
            "android_security_events 4\n"
            "low medium 1970-01-01T00:00:00.000000006Z | The phone was used over ADB: adb_shell_cmd. | "
            "android_security_events 5\n");
}

}  // namespace bridle::testing
