#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(IosDataUsageOrphan, is_one_finding_for_all_with_the_time_of_the_first) {
  EXPECT_EQ(CaseBuilder()
                .run("INSERT INTO ios_data_usage(kind, state, live_process_id, live_time) VALUES('usage', "
                     "'', 1, 5), "
                     "('orphan', '', 9, 1700000000000000000), ('orphan', 'both', 7, 1600000000000000000), "
                     "('unattributed', '', NULL, NULL), "
                     "('orphan', 'main', 8, 1)")
                .findings("ios.data_usage_orphan"),
            "high medium 2020-09-13T12:26:40Z | 2 traffic counters of the network usage database name "
            "processes whose rows are gone (process ids 7 and 9). 1 traffic counter names no process at all. "
            "| ios_data_usage 2, ios_data_usage 3, ios_data_usage 4\n");
}

TEST(IosDataUsageOrphan, weighs_counters_without_a_process_id_little) {
  EXPECT_EQ(CaseBuilder()
                .run("INSERT INTO ios_data_usage(kind, state, live_time) VALUES('unattributed', '', "
                     "1700000000000000000)")
                .findings("ios.data_usage_orphan"),
            "low low 2023-11-14T22:13:20Z | 1 traffic counter names no process at all. | ios_data_usage 1\n");
}

TEST(IosDataUsageOrphan, says_nothing_without_orphans_or_table) {
  EXPECT_EQ(CaseBuilder()
                .run("INSERT INTO ios_data_usage(kind) VALUES('usage'), ('lost'), ('gap')")
                .findings("ios.data_usage_orphan"),
            std::string());
  EXPECT_EQ(CaseBuilder()
                .run("DROP VIEW timeline; DROP VIEW observable; DROP TABLE ios_data_usage")
                .findings("ios.data_usage_orphan"),
            std::string());
  EXPECT_EQ(CaseBuilder()
                .run("DROP VIEW timeline; DROP VIEW observable; DROP TABLE ios_data_usage; CREATE TABLE "
                     "ios_data_usage(id, kind); "
                     "INSERT INTO ios_data_usage VALUES(1, 'orphan')")
                .findings("ios.data_usage_orphan"),
            std::string());
}

}  // namespace bridle::testing
