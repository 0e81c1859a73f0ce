#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(IosLockdownMode, says_how_it_was_set) {
  EXPECT_EQ(CaseBuilder()
                .run("INSERT INTO ios_global_preferences(entry, lockdown_mode) VALUES('AppleLocale', NULL), "
                     "('LDMGlobalEnabled', 1)")
                .findings("ios.lockdown_mode"),
            "informational high undated | Lockdown Mode was on when the data was taken. | "
            "ios_global_preferences 2\n");
  EXPECT_EQ(CaseBuilder()
                .run("INSERT INTO ios_global_preferences(entry, lockdown_mode) VALUES('LDMGlobalEnabled', 0)")
                .findings("ios.lockdown_mode"),
            "informational high undated | Lockdown Mode was off when the data was taken. | "
            "ios_global_preferences 1\n");
}

TEST(IosLockdownMode, says_nothing_where_it_was_never_switched) {
  EXPECT_EQ(CaseBuilder()
                .run("INSERT INTO ios_global_preferences(entry) VALUES('AppleLocale')")
                .findings("ios.lockdown_mode"),
            std::string());
}

}  // namespace bridle::testing
