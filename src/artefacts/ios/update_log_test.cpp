#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(IosUpdateLog, reads_the_events_of_data_lines) {
  EXPECT_EQ(
      records(
          "ios.update_log",
          "begin\n"
          "x data = {\"events\":[{\"event\":\"updateEnd\",\"eventTime\":1700000000,\"originalOSVersion\":"
          "\"20F66\",\"currentOSVersion\":\"20G75\",\"deviceModel\":\"D16AP\",\"batteryLevel\":74},7,{}]}\n"
          "x data = {\"events\":7}\n"
          "x data = {broken\n"),
      "line 2 | 2023-11-14T22:13:20Z | updateEnd | 20F66 | 20G75 | D16AP | 74 | "
      "{\"event\":\"updateEnd\",\"eventTime\":1700000000,\"originalOSVersion\":\"20F66\","
      "\"currentOSVersion\":"
      "\"20G75\",\"deviceModel\":\"D16AP\",\"batteryLevel\":74}\n"
      "skip line 2: event is no object\n"
      "line 2 | NULL | NULL | NULL | NULL | NULL | NULL | {}\n"
      "skip line 3: data of the line is no JSON with events\n"
      "skip line 4: data of the line is no JSON with events\n"
      "note: lines without data, which are not read: 1\n");
}

TEST(IosUpdateLog, an_empty_log_and_one_without_data_give_nothing) {
  EXPECT_EQ(records("ios.update_log", ""), "");
  EXPECT_EQ(records("ios.update_log", "begin\nend\n"), "note: lines without data, which are not read: 2\n");
}

}  // namespace bridle::testing
