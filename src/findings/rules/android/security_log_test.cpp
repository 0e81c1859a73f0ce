#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(AndroidSecurityLogRule, knows_each_kind_and_leaves_failed_keys_alone) {
  EXPECT_EQ(
      CaseBuilder()
          .run("INSERT INTO android_security_events(id, event, time, success, subject, uid) VALUES(1, "
               "'cert_validation_failure', 1, NULL, 'because', NULL), (2, 'key_integrity_violation', 2, "
               "NULL, NULL, NULL), (3, 'key_generated', 3, 0, 'PinStorage_crossReboot_key', 1001), (4, "
               "'key_generated', 4, 0, 'other', 10000), (5, 'crypto_self_test_completed', 5, 0, NULL, "
               "NULL)")
          .findings("android.security_log"),
      "medium medium 1970-01-01T00:00:00.000000001Z | The security log holds events of 3 kinds that "
      "seldom happen: cert_validation_failure, key_integrity_violation and crypto_self_test_completed. "
      "| android_security_events 1, android_security_events 2, android_security_events 5\n");
}

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
