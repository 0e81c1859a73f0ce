#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(AndroidHarmfulAppWarningRule, names_the_app) {
  EXPECT_EQ(CaseBuilder()
                .run("INSERT INTO android_package_users(id, list, package, harmful_app_warning) VALUES(1, "
                     "'package', "
                     "'com.evil', 'bad'), (2, 'package', 'com.a', NULL)")
                .findings("android.harmful_app_warning"),
            "high high undated | Play Protect warned of an app: com.evil. | android_package_users 1\n");
}

}  // namespace bridle::testing
