#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(AndroidProtectionOffRule, tells_protection_from_reports) {
  EXPECT_EQ(
      CaseBuilder()
          .run("INSERT INTO android_settings(id, name_space, key, value) VALUES(1, 'global', "
               "'package_verifier_user_consent', '-1'), (2, 'global', 'package_verifier_enable', '1'), (3, "
               "'secure', 'samsung_errorlog_agree', '0'), (4, 'global', 'verifier_verify_adb_installs', '0')")
          .findings("android.protection_off"),
      "medium medium undated | 2 checks of installations are switched off: package_verifier_user_consent=-1 "
      "and verifier_verify_adb_installs=0. | android_settings 1, android_settings 4\n"
      "informational medium undated | A report to the maker, or a question before installations, is switched "
      "off: samsung_errorlog_agree=0. | android_settings 3\n");
}

TEST(AndroidProtectionOffRule, says_nothing_of_the_defaults) {
  EXPECT_EQ(CaseBuilder()
                .run("INSERT INTO android_settings(id, name_space, key, value) VALUES(2, 'global', "
                     "'package_verifier_enable', '1')")
                .findings("android.protection_off"),
            std::string());
}

}  // namespace bridle::testing
