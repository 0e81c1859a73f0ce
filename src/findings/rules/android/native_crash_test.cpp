#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(AndroidNativeCrashRule, tells_foreign_code_from_privileged_crashes) {
  EXPECT_EQ(
      CaseBuilder()
          .run(
              "INSERT INTO android_tombstones(id, task, kind, process, uid, time, path) VALUES(1, 1, "
              "'crash', "
              "'adbd', 2000, 1700000000000000000, NULL), (2, 1, 'mapping', NULL, NULL, NULL, "
              "'/data/local/tmp/wd/pred.so'), (3, 1, 'frame', NULL, NULL, NULL, '/data/data/a/b.so'), (4, 2, "
              "'crash', 'com.a', 10101, 1, NULL), (5, 2, 'mapping', NULL, NULL, NULL, "
              "'/data/data/com.a/x.so')")
          .findings("android.native_crash"),
      "high low undated | A crashed process held a file of /data/local/tmp: /data/local/tmp/wd/pred.so. | "
      "android_tombstones 2\n"
      "medium low undated | A crashed program of the system held code of an odd place: /data/data/a/b.so. | "
      "android_tombstones 3\n"
      "low low 2023-11-14T22:13:20Z | A program that runs as root, system or shell crashed: adbd (user "
      "2000). | android_tombstones 1\n");
}

}  // namespace bridle::testing
