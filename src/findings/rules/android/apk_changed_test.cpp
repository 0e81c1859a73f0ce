#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(AndroidApkChangedRule, compares_digests_of_one_app) {
  EXPECT_EQ(CaseBuilder()
                .run("INSERT INTO android_apk_files(id, file, package, sha256) VALUES(1, 'a', 'com.same', "
                     "'aa'), (2, 'b', "
                     "'com.other', 'bb'), (3, 'c', 'com.unlisted', 'cc'), (4, 'd', 'com.nodigest', 'dd'), "
                     "(5, 'e', NULL, "
                     "'ee')")
                .run("INSERT INTO android_apks(id, package, sha256) VALUES(1, 'com.same', 'AA'), (2, "
                     "'com.same', 'ab'), "
                     "(3, 'com.other', 'ff'), (4, 'com.nodigest', '')")
                .findings("android.apk_changed"),
            "medium medium undated | A collected package is not the file that the phone had of it when it "
            "was listed: "
            "com.other. | android_apk_files 2\n");
}

}  // namespace bridle::testing
