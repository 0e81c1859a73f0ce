#include <gtest/gtest.h>

#include "findings/raise.h"
#include "testing/case_builder.h"

namespace bridle::testing {

TEST(IosPasscodeNotSet, speaks_only_when_the_backup_says_no) {
  EXPECT_EQ(CaseBuilder().device("passcode_set", "no").findings("ios.passcode_not_set"),
            "informational high undated | The phone had no passcode when the backup was made. |\n");
  EXPECT_EQ(CaseBuilder().device("passcode_set", "yes").findings("ios.passcode_not_set"), std::string());
  EXPECT_EQ(CaseBuilder().findings("ios.passcode_not_set"), std::string());
}

TEST(IosPasscodeNotSet, is_stored_although_it_rests_on_no_record) {
  CaseBuilder examined;
  examined.device("passcode_set", "no");
  auto count = raise_findings(examined.store(), 1);
  ASSERT_TRUE(count) << count.error().message;
  EXPECT_EQ(*count, 1);
}

}  // namespace bridle::testing
