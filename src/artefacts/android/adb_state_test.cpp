#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidAdbState, reads_keys_values_and_xml) {
  EXPECT_EQ(
      records("android.adb_state", R"dump(DUMP OF SERVICE adb:
ADB MANAGER STATE (dumpsys adb):
{
  debugging_manager={
    connected_to_adb=true
    last_key_received=F0:A1
    user_keys=QAAAAAcg user@laptop
not!base64 x@y

    keystore=<?xml version='1.0' encoding='utf-8' standalone='yes' ?>
    <keyStore version="1">
    <adbKey key="QAAAAAcg user@laptop" lastConnection="1628501829898" />
    </keyStore>

    adb_wifi={
      enabled=false
    }
  }
}
--------- 0.012s was the duration of dumpsys adb, ending at: 2025-02-04 20:25:58
)dump"),
      "line 5 | value | debugging_manager.connected_to_adb | true | NULL | NULL | NULL | NULL | NULL | NULL\n"
      "line 6 | value | debugging_manager.last_key_received | F0:A1 | NULL | NULL | NULL | NULL | NULL | "
      "NULL\n"
      "line 7 | user_key | NULL | NULL | user@laptop | D5:F8:05:8C:0F:E3:14:CC:EB:22:92:21:7C:90:88:5B | "
      "QAAAAAcg | true | NULL | NULL\n"
      "line 8 | user_key | NULL | NULL | x@y | NULL | not!base64 | false | NULL | NULL\n"
      "line 10 | keystore | NULL | NULL | user@laptop | D5:F8:05:8C:0F:E3:14:CC:EB:22:92:21:7C:90:88:5B | "
      "QAAAAAcg | true | 2021-08-09T09:37:09.898Z | NULL\n"
      "line 16 | value | debugging_manager.adb_wifi.enabled | false | NULL | NULL | NULL | NULL | NULL | "
      "NULL\n");
}

// A binary key store has no lines of its own: what it ends at is the next member, or the bracket.
TEST(AndroidAdbState, a_value_of_many_lines_ends_at_the_next_member_or_bracket) {
  std::string store = "ABX\\0\n\x01\x02 damaged\n";
  std::string text = records("android.adb_state",
                             "DUMP OF SERVICE adb:\n{\n  debugging_manager={\n    keystore=" + store +
                                 "    connected_to_adb=true\n    adb_wifi={\n      enabled=false\n      "
                                 "tls_port=0\n    }\n  }\n}\n");
  for (const char* value :
       {"debugging_manager.connected_to_adb | true", "adb_wifi.enabled | false", "adb_wifi.tls_port | 0"})
    EXPECT_TRUE(text.contains(value)) << text;
  text =
      records("android.adb_state", "DUMP OF SERVICE adb:\n{\n  debugging_manager={\n    keystore=" + store +
                                       "  }\n  other={\n    enabled=true\n  }\n}\n");
  EXPECT_TRUE(text.contains("other.enabled | true")) << text;
}

TEST(AndroidAdbState, says_so_when_there_is_no_such_service) {
  EXPECT_EQ(records("android.adb_state", R"dump(Can't find service: adb
)dump"),
            "note: the phone has no such service\n");
}

}  // namespace bridle::testing
