#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "testing/corpus.h"
#include "testing/records.h"

namespace bridle::testing {

TEST(IosLogdLog, reads_starts_ends_and_zone_changes_with_their_offset) {
  EXPECT_EQ(
      records("ios.logd_log",
              "2021-08-11 05:50:23-0700 logd[29]: libtrace_kic=1\n"
              "2021-08-11 09:02:08-0400 logd[29]: Time zone changed, updating file headers\n"
              "2021-08-11 11:54:38-0400 logd[29]: flush for power button\n"
              "2021-08-11 17:19:43-0400 logd[29]: No userlevel firehose clients left\n"
              "2021-08-11 17:19:44-0400 logd_helper[x]: Migrating: \"/a\"\n"
              "2021-08-11 17:19:45-0400 no writer\n"
              "2021-08-11 17:19:45-9900 logd[29]: libtrace_kic=1\n"
              "continued\n"),
      "line 1 | started | 2021-08-11T12:50:23Z | -25200 | logd | 29 | libtrace_kic=1\n"
      "line 2 | zone_changed | 2021-08-11T13:02:08Z | -14400 | logd | 29 | Time zone changed, updating "
      "file headers\n"
      "line 3 | power_button | 2021-08-11T15:54:38Z | -14400 | logd | 29 | flush for power button\n"
      "line 4 | stopped | 2021-08-11T21:19:43Z | -14400 | logd | 29 | No userlevel firehose clients left\n"
      "line 5 | other | 2021-08-11T21:19:44Z | -14400 | logd_helper | NULL | Migrating: \"/a\"\n"
      "line 6 | other | 2021-08-11T21:19:45Z | -14400 | NULL | NULL | no writer\n"
      "note: lines without a time, which continue others: 2\n");
}

TEST(IosLogdLog, refuses_another_file) {
  EXPECT_EQ(records("ios.logd_log", "Lorem\n"), "failed: unsupported: no line of a logd log in this file\n");
  EXPECT_EQ(records("ios.logd_log", ""), "");
}

TEST(IosLogdLog, reads_the_corpus) {
  CORPUS_OR_SKIP(folder, "ios-plaso");
  std::string log = content_of(folder / "logd.0.log"), text = records("ios.logd_log", log);
  EXPECT_EQ(std::ranges::count(text, '\n'), std::ranges::count(log, '\n'));
  EXPECT_THAT(text, ::testing::HasSubstr("| zone_changed | 2021-08-11T13:02:08Z | -14400 |"));
}

}  // namespace bridle::testing
