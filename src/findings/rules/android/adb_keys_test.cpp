#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(AndroidAdbKeysRule, sets_the_examiners_key_apart) {
  EXPECT_EQ(CaseBuilder()
                .run("INSERT INTO android_adb_state(id, kind, name, value, user, fingerprint, "
                     "last_connected) VALUES(1, 'user_key', NULL, "
                     "NULL, 'examiner@lab', 'AA', NULL), (2, 'user_key', NULL, NULL, 'police@pc', 'BB', "
                     "NULL), (3, 'keystore', NULL, "
                     "NULL, 'police@pc', 'BB', 1700000000000000000), (4, 'keystore', NULL, NULL, "
                     "'examiner@lab', 'AA', "
                     "1710000000000000000), (5, 'user_key', NULL, NULL, 'x@y', NULL, NULL)")
                .findings("android.adb_keys"),
            "low medium 2023-11-14T22:13:20Z | A computer may use ADB besides the one that connected last: "
            "police@pc. | android_adb_state 2, android_adb_state 3\n"
            "informational medium 2024-03-09T16:00:00Z | The computer that connected last, most likely that "
            "of this examination, is examiner@lab. | android_adb_state 1, android_adb_state 4\n"
            "low medium undated | 1 of the keys for ADB cannot be read: x@y. | android_adb_state 5\n");
}

TEST(AndroidAdbKeysRule, believes_the_collection_first) {
  EXPECT_EQ(
      CaseBuilder()
          .run("INSERT INTO android_acquisition(id, host_fingerprint) VALUES(1, 'AA')")
          .run("INSERT INTO android_adb_state(id, kind, name, value, user, fingerprint) VALUES(1, "
               "'user_key', NULL, NULL, 'examiner@lab', 'AA'), (2, 'value', "
               "'debugging_manager.last_key_received', 'BB', NULL, NULL), (3, 'user_key', NULL, NULL, "
               "'police@pc', 'BB')")
          .findings("android.adb_keys"),
      "low medium undated | A computer may use ADB besides the one that made this collection: police@pc. | "
      "android_adb_state 3\n"
      "informational medium undated | The computer that made this collection is examiner@lab. | "
      "android_adb_state 1\n");
}

TEST(AndroidAdbKeysRule, believes_what_the_phone_received_last) {
  EXPECT_EQ(
      CaseBuilder()
          .run("INSERT INTO android_adb_state(id, kind, name, value, user, fingerprint) VALUES(1, "
               "'user_key', NULL, NULL, "
               "'examiner@lab', 'AA'), (2, 'value', 'debugging_manager.last_key_received', 'AA', NULL, NULL)")
          .findings("android.adb_keys"),
      "informational medium undated | The computer that connected last, most likely that of this "
      "examination, is examiner@lab. | android_adb_state 1\n");
}

}  // namespace bridle::testing
