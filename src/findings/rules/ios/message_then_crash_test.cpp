#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {
namespace {

// A message of a new sender at second 1600000000, one of an old acquaintance beside it, a crash 20 s later.
CaseBuilder& with_chain(CaseBuilder& builder, std::string_view crashed) {
  return builder
      .run(
          "INSERT INTO ios_sms(id, message_id, date, relation, handle) VALUES(1, 1, 1500000000000000000, "
          "'received', 'ada@example.com'), (2, 2, 1600000000000000000, 'received', 'ada@example.com'), (3, "
          "3, "
          "1600000000000000000, 'received', 'eve@example.org'), (4, 4, 1600000005000000000, 'sent', "
          "'+14155550100'), (5, 5, 1600000100000000000, 'received', 'late@example.org')")
      .run(
          "INSERT INTO ios_crash_reports(id, kind, report_kind, time, process) VALUES(8, 'report', 'crash', "
          "1600000020000000000, '" +
          std::string(crashed) + "'), (9, 'report', 'resource', 1600000001000000000, 'imagent')");
}

}  // namespace

TEST(IosMessageThenCrash, takes_the_first_message_of_a_sender_before_a_crash) {
  CaseBuilder builder;
  EXPECT_EQ(
      with_chain(builder, "IMTranscoderAgent").findings("ios.message_then_crash"),
      "medium low 2020-09-13T12:26:40Z | The first message of eve@example.org arrived; 20 seconds later "
      "IMTranscoderAgent crashed. | ios_sms 3, ios_crash_reports 8\n");
}

TEST(IosMessageThenCrash, weighs_new_traffic_in_the_minutes_after) {
  CaseBuilder builder;
  EXPECT_EQ(
      with_chain(builder, "imagent")
          .run("INSERT INTO process(id, name, first_seen) VALUES(1, 'bh', 1600000300000000000), (2, 'apsd', "
               "1500000000000000000)")
          .run("INSERT INTO process_source VALUES(1, 'ios_data_usage', 1600000300000000000, "
               "1600000300000000000, 1, 44), (2, 'ios_data_usage', 1600000310000000000, 1600000310000000000, "
               "1, 45)")
          .run("INSERT INTO ios_data_usage(id, kind, live_time) VALUES(50, 'orphan', 1600000400000000000), "
               "(51, 'orphan', 1700000400000000000)")
          .findings("ios.message_then_crash"),
      "high medium 2020-09-13T12:26:40Z | The first message of eve@example.org arrived; 20 seconds later "
      "imagent crashed. In the ten minutes after it, traffic began of bh and a program whose record is gone. "
      "| "
      "ios_sms 3, ios_crash_reports 8, ios_data_usage 44, ios_data_usage 50\n");
}

TEST(IosMessageThenCrash, other_crashes_and_no_crash_are_ordinary) {
  CaseBuilder app;
  EXPECT_EQ(with_chain(app, "Maps").findings("ios.message_then_crash"), "");
  EXPECT_EQ(CaseBuilder().findings("ios.message_then_crash"), "");
}

}  // namespace bridle::testing
