#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidSms, reads_sms_of_every_direction) {
  EXPECT_EQ(
      records(
          "android.sms",
          R"dump([{"self_phone":"+33600000000","address":"+33700000000","body":"see https://evil.example/x","date":"1700000000123","date_sent":"1700000000000","status":"-1","type":"1","recipients":["+33700000000"],"archived":false,"read":"1"},
{"address":"+1","body":"sent","date":"1700000000123","date_sent":"0","type":"2"},{"address":"+1","date":"1"},7,{"address":"cut
)dump"),
      "key [0] | sms | 2023-11-14T22:13:20.123Z | 2023-11-14T22:13:20Z | +33700000000 | +33700000000 | "
      "+33600000000 | received | 1 | see https://evil.example/x | NULL | NULL | NULL | true | received | "
      "{\"self_phone\":\"+33600000000\",\"address\":\"+33700000000\",\"body\":\"see "
      "https://evil.example/"
      "x\",\"date\":\"1700000000123\",\"date_sent\":\"1700000000000\",\"status\":\"-1\",\"type\":\"1\","
      "\"recipients\":[\"+33700000000\"],\"archived\":false,\"read\":\"1\"}\n"
      "  mined body plain https://evil.example/x\n"
      "key [1] | sms | 2023-11-14T22:13:20.123Z | NULL | +1 | NULL | NULL | sent | 2 | sent | NULL | NULL | "
      "NULL | NULL | sent | "
      "{\"address\":\"+1\",\"body\":\"sent\",\"date\":\"1700000000123\",\"date_sent\":\"0\",\"type\":\"2\"}\n"
      "key [2] | sms | 1970-01-01T00:00:00.001Z | NULL | +1 | NULL | NULL | other | NULL | NULL | NULL | "
      "NULL | NULL | NULL | mentioned | {\"address\":\"+1\",\"date\":\"1\"}\n"
      "skip key [3]: a message that is no object\n"
      "skip key [4]: the file ends inside a message\n");
}

TEST(AndroidSms, reads_mms_by_seconds_and_boxes) {
  EXPECT_EQ(
      records(
          "android.sms",
          R"dump([{"self_phone":"+1","sub":"Hi","date":"1700000000","date_sent":"1700000000","m_type":"132","msg_box":"1","ct_l":"http://mmsc.example/a","read":"0","recipients":["+2","+3"],"mms_addresses":[{"type":137,"address":"+2"},{"type":151,"address":"+3"}],"mms_body":"text http://a.example","mms_charset":106,"attachments":[{"mime_type":"image/jpeg","filename":"a.jpg"}]}]
)dump",
          "android_backup/apps/com.android.providers.telephony/d_f/000001_mms_backup"),
      "key [0] | mms | 2023-11-14T22:13:20Z | 2023-11-14T22:13:20Z | +2 | +2 +3 | +1 | received | 1 | text "
      "http://a.example | Hi | http://mmsc.example/a | a.jpg (image/jpeg) | false | received | "
      "{\"self_phone\":\"+1\",\"sub\":\"Hi\",\"date\":\"1700000000\",\"date_sent\":\"1700000000\",\"m_type\":"
      "\"132\",\"msg_box\":\"1\",\"ct_l\":\"http://mmsc.example/"
      "a\",\"read\":\"0\",\"recipients\":[\"+2\",\"+3\"],\"mms_addresses\":[{\"type\":137,\"address\":\"+2\"}"
      ",{\"type\":151,\"address\":\"+3\"}],\"mms_body\":\"text "
      "http://a.example\",\"mms_charset\":106,\"attachments\":[{\"mime_type\":\"image/"
      "jpeg\",\"filename\":\"a.jpg\"}]}\n"
      "  mined body plain http://a.example\n");
}

TEST(AndroidSms, refuses_another_file) {
  EXPECT_EQ(records("android.sms", R"dump(nothing
)dump"),
            "failed: malformed: no zlib stream\n");
}

}  // namespace bridle::testing
