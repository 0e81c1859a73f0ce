#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {
namespace {

constexpr const char* messages =
    "CREATE TABLE IF NOT EXISTS ios_sms(id INTEGER PRIMARY KEY, text, attributed_text, handle, date, "
    "is_from_me);";

std::string found(const std::string& values) {
  return CaseBuilder()
      .run(std::string(messages) +
           "INSERT INTO ios_sms(text, attributed_text, handle, date, is_from_me) VALUES" + values)
      .findings("ios.apple_threat_notification");
}

}  // namespace

TEST(IosAppleThreatNotification, knows_both_openings_in_either_text) {
  EXPECT_EQ(
      found("('ALERT: State-sponsored attackers may be targeting your iPhone. Apple', NULL, "
            "'threat-notifications@apple.com', 1640000000000000000, 0), "
            "(NULL, ' ALERT: Apple detected a targeted mercenary spyware attack against your iPhone.', NULL, "
            "1720000000000000000, NULL)"),
      "medium low 2021-12-20T11:33:20Z | 2 messages with the words of Apple's threat notification arrived "
      "from \"threat-notifications@apple.com\" and an unnamed sender. | ios_sms 1, ios_sms 2\n");
}

TEST(IosAppleThreatNotification, reports_neither_sent_messages_nor_mere_mentions) {
  EXPECT_EQ(found("('ALERT: State-sponsored attackers may be targeting your iPhone', NULL, 'a', 1, 1), "
                  "('Did you get \"ALERT: State-sponsored attackers may be targeting your iPhone\" too?', "
                  "NULL, 'a', 1, 0), ('', NULL, 'a', 1, 0)"),
            std::string());
}

}  // namespace bridle::testing
