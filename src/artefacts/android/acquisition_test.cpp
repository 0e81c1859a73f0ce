#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidAcquisition, tells_when_and_by_whom) {
  EXPECT_EQ(records("android.acquisition",
                    R"({"uuid":"0f09","androidqf_version":"1.8.1","started":"2025-06-20T18:00:00Z",)"
                    R"("completed":"","adb_host_public_key":"QAAAAAcg user@laptop",)"
                    R"("collector":{"Adb":{"Serial":"R58M"}}})",
                    "androidqf/acquisition.json"),
            "file | 2025-06-20T18:00:00Z | NULL | 0f09 | 1.8.1 | R58M | user@laptop | "
            "D5:F8:05:8C:0F:E3:14:CC:EB:22:92:21:7C:90:88:5B | "
            "{\"uuid\":\"0f09\",\"androidqf_version\":\"1.8.1\",\"started\":\"2025-06-20T18:00:00Z\","
            "\"completed\":\"\",\"adb_host_public_key\":\"QAAAAAcg user@laptop\",\"collector\":{\"Adb\":{"
            "\"Serial\":\"R58M\"}}}\n");
  EXPECT_EQ(records("android.acquisition", "QAAAAAcg user@laptop\n", "androidqf/adb_host_key.pub"),
            "line 1 | NULL | NULL | NULL | NULL | NULL | user@laptop | "
            "D5:F8:05:8C:0F:E3:14:CC:EB:22:92:21:7C:90:88:5B | QAAAAAcg user@laptop\n");
}

TEST(AndroidAcquisition, says_what_is_wrong) {
  EXPECT_EQ(records("android.acquisition", "[]", "androidqf/acquisition.json"),
            "failed: malformed: the collection's description is no JSON object\n");
  EXPECT_EQ(records("android.acquisition", "!", "androidqf/adb_host_key.pub"),
            "failed: malformed: the collecting computer's key is no base64\n");
}

}  // namespace bridle::testing
