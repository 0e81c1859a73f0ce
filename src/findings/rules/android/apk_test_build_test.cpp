#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(AndroidApkTestBuildRule, names_builds_and_keys) {
  EXPECT_EQ(
      CaseBuilder()
          .run("INSERT INTO android_apk_files(id, file, package, is_debuggable, is_test_only) VALUES(1, 'a', "
               "'com.a', "
               "1, 0), (2, 'b', 'com.b', 0, 1), (3, 'c', 'com.c', 0, 0)")
          .run(
              "INSERT INTO android_apk_signers(id, file, role, subject) VALUES(1, 'a.apk', 'signer', "
              "'C=US,O=Android,CN=Android Debug'), (2, 'b.apk', 'lineage', 'CN=Android Debug'), (3, 'c.apk', "
              "'signer', 'CN=Somebody')")
          .findings("android.apk_test_build"),
      "low medium undated | 2 collected apps were built for debugging or for tests: com.a and com.b. | "
      "android_apk_files 1, android_apk_files 2\n"
      "low medium undated | A collected app is signed with the key of a developer's machine: a.apk. | "
      "android_apk_signers 1\n");
}

}  // namespace bridle::testing
