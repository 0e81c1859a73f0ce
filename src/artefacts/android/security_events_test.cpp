#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidSecurityEvents, names_the_app_of_a_command) {
  auto package = [](std::string_view command) {
    std::string text = records("android.security_events",
                               "{\"security_event\":{\"event_time\":1,\"adb_shell_cmd\":{\"command\":\"" +
                                   std::string(command) + "\"}}}\n");
    auto at = text.find("| adb_shell_cmd | NULL | ");
    return at == std::string::npos ? text : text.substr(at + 25, text.find(" | ", at + 25) - at - 25);
  };
  EXPECT_EQ(package("pm grant com.evil android.permission.CAMERA"), "com.evil");
  EXPECT_EQ(package("am start -n com.evil/.Main"), "com.evil");
  EXPECT_EQ(package("pm install x.apk"), "NULL");
  EXPECT_EQ(package("sh /data/local/tmp/run.sh"), "NULL");
  EXPECT_EQ(package("ls"), "NULL");
}

TEST(AndroidSecurityEvents, reads_both_shapes) {
  EXPECT_EQ(
      records(
          "android.security_events",
          R"dump({"security_event":{"event_time":1700000000123456789,"event_id":5,"app_process_start":{"process":"com.evil:remote","uid":10101,"pid":7}}}
{"security_event":{"event_time":1700000000123456789,"tag":210002,"data":["pm install x.apk"]}}
{"security_event":{"event_time":1,"cert_authority_installed":{"success":true,"subject":"CN=x"}}}
{"security_event":{"event_time":1,"crypto_self_test_completed":1}}
{"security_event":{"event_time":1,"package_installed":{"package_name":"com.client.appA","version_code":1,"user_id":0}}}
{"security_event":{"event_time":1,"adb_sync_send_file":{"path":"/data/local/tmp/x"}}}
{"security_event":{"event_time":1,"cert_validation_failure":"because"}}
{"security_event":{"event_time":1,"tag":999999,"data":[]}}
{"security_event":{"event_time":1}}
{"security_event":7}
{"new_event":{}}
nonsense
)dump"),
      "line 1 | 2023-11-14T22:13:20.123456789Z | app_process_start | NULL | NULL | com.evil:remote | NULL | "
      "NULL | NULL | NULL | 10101 | NULL | 5 | "
      "{\"event_time\":1700000000123456789,\"event_id\":5,\"app_process_start\":{\"process\":\"com.evil:"
      "remote\",\"uid\":10101,\"pid\":7}}\n"
      "line 2 | 2023-11-14T22:13:20.123456789Z | adb_shell_cmd | 210002 | NULL | NULL | NULL | NULL | pm "
      "install x.apk | NULL | NULL | NULL | NULL | "
      "{\"event_time\":1700000000123456789,\"tag\":210002,\"data\":[\"pm install x.apk\"]}\n"
      "line 3 | 1970-01-01T00:00:00.000000001Z | cert_authority_installed | NULL | NULL | NULL | NULL | NULL "
      "| NULL | true | NULL | CN=x | NULL | "
      "{\"event_time\":1,\"cert_authority_installed\":{\"success\":true,\"subject\":\"CN=x\"}}\n"
      "line 4 | 1970-01-01T00:00:00.000000001Z | crypto_self_test_completed | NULL | NULL | NULL | NULL | "
      "NULL | NULL | true | NULL | NULL | NULL | {\"event_time\":1,\"crypto_self_test_completed\":1}\n"
      "line 5 | 1970-01-01T00:00:00.000000001Z | package_installed | NULL | com.client.appA | NULL | NULL | "
      "NULL | NULL | NULL | NULL | NULL | NULL | "
      "{\"event_time\":1,\"package_installed\":{\"package_name\":\"com.client.appA\",\"version_code\":1,"
      "\"user_id\":0}}\n"
      "line 6 | 1970-01-01T00:00:00.000000001Z | adb_sync_send_file | NULL | NULL | NULL | /data/local/tmp/x "
      "| NULL | NULL | NULL | NULL | NULL | NULL | "
      "{\"event_time\":1,\"adb_sync_send_file\":{\"path\":\"/data/local/tmp/x\"}}\n"
      "line 7 | 1970-01-01T00:00:00.000000001Z | cert_validation_failure | NULL | NULL | NULL | NULL | NULL "
      "| NULL | NULL | NULL | because | NULL | {\"event_time\":1,\"cert_validation_failure\":\"because\"}\n"
      "line 8 | 1970-01-01T00:00:00.000000001Z | tag_999999 | 999999 | NULL | NULL | NULL | NULL | NULL | "
      "NULL | NULL | NULL | NULL | {\"event_time\":1,\"tag\":999999,\"data\":[]}\n"
      "skip line 9: a security event without its type\n"
      "skip line 10: a security event that is no object\n"
      "skip line 12: a line that is no JSON object\n");
}

}  // namespace bridle::testing
