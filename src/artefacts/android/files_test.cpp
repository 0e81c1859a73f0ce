#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidFiles, reads_the_collectors_list) {
  EXPECT_EQ(
      records(
          "android.files",
          R"dump([{"path":"/data/local/tmp/wd/fs.db","size":36,"mode":"-rwxrwx--x","user_id":2000,"user_name":"shell","group_id":1015,"group_name":"","changed_time":1550155672,"modified_time":1593109532,"access_time":0,"error":"","context":"u:object_r:sdcardfs:s0","sha1":"","sha256":"aa","md5":""},
 {"size":1},{"path":"/a","modified_time":1593109532.5,"size":"7"}, "/only/a/name", {bad}, {"path":"/cut"
)dump",
          "androidqf/files.json"),
      "key [0] | /data/local/tmp/wd/fs.db | 36 | -rwxrwx--x | 2000 | shell | 1015 | NULL | "
      "2020-06-25T18:25:32Z | NULL | 2019-02-14T14:47:52Z | NULL | u:object_r:sdcardfs:s0 | aa | NULL | NULL "
      "| NULL\n"
      "skip key [1]: a file without its path\n"
      "key [2] | /a | 7 | NULL | NULL | NULL | NULL | NULL | 2020-06-25T18:25:32Z | NULL | NULL | NULL | "
      "NULL | NULL | NULL | NULL | NULL\n"
      "key [3] | /only/a/name | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "NULL | NULL | NULL | NULL\n"
      "skip key [4]: an entry that is no JSON\n"
      "skip key [5]: the list ends inside an entry\n");
}

TEST(AndroidFiles, reads_one_object_a_line) {
  EXPECT_EQ(records("android.files", R"dump({"path":"/a"}
{"path":"/b ]}\"{"}
)dump",
                    "androidqf/files.json"),
            "key [0] | /a | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
            "NULL | NULL | NULL | NULL\n"
            "key [1] | /b ]}\"{ | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL "
            "| NULL | NULL | NULL | NULL\n");
}

}  // namespace bridle::testing
