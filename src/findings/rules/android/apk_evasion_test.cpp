#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(AndroidApkEvasionRule, names_oddities_and_packers) {
  EXPECT_EQ(CaseBuilder()
                .run("INSERT INTO android_apk_files(id, file, package, oddities, packer) VALUES(1, 'a.apk', "
                     "'com.a', '2 "
                     "members marked as encrypted', NULL), (2, 'b.apk', NULL, NULL, 'Bangcle'), (3, 'c.apk', "
                     "'com.c', "
                     "NULL, NULL)")
                .findings("android.apk_evasion"),
            "medium low undated | A collected package is built in a way that no build tool builds and "
            "Android does not "
            "mind: com.a (2 members marked as encrypted). | android_apk_files 1\n"
            "low low undated | The code of a collected package is hidden by a packer: b.apk (Bangcle). | "
            "android_apk_files 2\n");
}

}  // namespace bridle::testing
