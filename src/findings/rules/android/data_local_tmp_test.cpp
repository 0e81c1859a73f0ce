#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(AndroidDataLocalTmpRule, tells_copies_that_no_list_names) {
  EXPECT_EQ(CaseBuilder()
                .run("INSERT INTO android_files(id, path, mode) VALUES(1, '/data/local/tmp/a', '-rw-rw----')")
                .run("INSERT INTO android_file_times(id, path) VALUES(1, '/data/local/tmp/a'), (2, "
                     "'/data/local/tmp/b'), (3, '/data/local/tmp/collector'), (4, '/data/anr/anr_1')")
                .findings("android.data_local_tmp"),
            "medium medium undated | A file lies in /data/local/tmp: /data/local/tmp/a. | android_files 1\n"
            "medium medium undated | A file of /data/local/tmp was collected that the list of files does not "
            "have: /data/local/tmp/b. | android_file_times 2\n");
}

TEST(AndroidDataLocalTmpRule, sets_the_collector_apart) {
  EXPECT_EQ(
      CaseBuilder()
          .run("INSERT INTO android_files(id, path, mode, modified) VALUES(1, '/data/local/tmp/collector', "
               "'-rwxr-xr-x', 1), (2, '/data/local/tmp/wd/fs.db', '-rw-rw----', 1700000000000000000), (3, "
               "'/data/local/tmp/wd/pred.so', '-rwxr-xr-x', NULL), (4, '/data/local/tmpx', '-rwx------', "
               "NULL), "
               "(5, '/data/local/tmp/old', '755', NULL)")
          .run("INSERT INTO android_processes(id, path) VALUES(1, '/data/local/tmp/collector'), (2, "
               "'/data/local/tmp/x')")
          .findings("android.data_local_tmp"),
      "high medium undated | 2 executable files lie in /data/local/tmp: /data/local/tmp/wd/pred.so and "
      "/data/local/tmp/old. | android_files 3, android_files 5\n"
      "medium medium 2023-11-14T22:13:20Z | A file lies in /data/local/tmp: /data/local/tmp/wd/fs.db. | "
      "android_files 2\n"
      "high medium undated | A program runs from /data/local/tmp: /data/local/tmp/x. | android_processes "
      "2\n");
}

}  // namespace bridle::testing
