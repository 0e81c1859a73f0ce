#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(IosShutdownDelays, counts_shutdowns_with_more_than_three_notices) {
  EXPECT_EQ(
      CaseBuilder()
          .run("INSERT INTO ios_shutdown_log(id, kind, notices, time) VALUES(1, 'shutdown', 3, 1), (2, "
               "'shutdown', 4, 1600000000000000000), (3, 'shutdown', 9, NULL), (4, 'client', 9, 1)")
          .findings("ios.shutdown_delays"),
      "low low 2020-09-13T12:26:40Z | 2 shutdowns of the phone waited more than three times for programs to "
      "end, up to 9 times. | ios_shutdown_log 2, ios_shutdown_log 3\n");
}

TEST(IosShutdownDelays, says_nothing_of_short_waits) {
  EXPECT_EQ(CaseBuilder()
                .run("INSERT INTO ios_shutdown_log(id, kind, notices) VALUES(1, 'shutdown', 3)")
                .findings("ios.shutdown_delays"),
            std::string());
}

}  // namespace bridle::testing
