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

TEST(AndroidHarmfulAppWarningRule, tells_what_was_refused) {
  EXPECT_EQ(
      CaseBuilder()
          .run("INSERT INTO android_log_events(id, kind, message) VALUES(1, 'play_protect', 'VerifyApps: "
               "Returning package verification result, result=REJECT'), (2, 'play_protect', 'VerifyApps: "
               "Returning package verification result, result=ALLOW')")
          .findings("android.harmful_app_warning"),
      "medium high undated | Play Protect refused an installation: VerifyApps: Returning package "
      "verification result, result=REJECT. | android_log_events 1\n");
}

}  // namespace bridle::testing
