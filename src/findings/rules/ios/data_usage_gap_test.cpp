#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(IosDataUsageGap, is_one_finding_for_all_gaps) {
  EXPECT_EQ(CaseBuilder()
                .run("INSERT INTO ios_data_usage(kind, state, gap_first, gap_last, gap_count) VALUES('gap', "
                     "'', 5, 5, 1), ('gap', '', 42, 45, 4), "
                     "('gap', 'main', 50, 60, 11), ('idle', '', NULL, NULL, NULL)")
                .findings("ios.data_usage_gap"),
            "low low undated | 5 process ids are missing from the network usage databases (5 and 42 to 45). "
            "| ios_data_usage 1, ios_data_usage 2\n");
}

TEST(IosDataUsageGap, says_nothing_without_gaps) {
  EXPECT_EQ(
      CaseBuilder().run("INSERT INTO ios_data_usage(kind) VALUES('usage')").findings("ios.data_usage_gap"),
      std::string());
}

}  // namespace bridle::testing
