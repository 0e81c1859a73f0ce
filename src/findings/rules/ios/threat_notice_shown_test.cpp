#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(IosThreatNoticeShown, knows_the_words) {
  EXPECT_EQ(
      CaseBuilder()
          .run("INSERT INTO ios_notifications(id, owner, title, message, time) VALUES(1, "
               "'com.apple.MobileSMS', "
               "'Apple', 'ALERT: Apple detected a targeted mercenary spyware attack against your iPhone', "
               "1600000000000000000), (2, 'com.apple.mobilemail', 'ALERT: State-sponsored attackers may be "
               "targeting "
               "your iPhone', NULL, NULL)")
          .findings("ios.threat_notice_shown"),
      "medium low 2020-09-13T12:26:40Z | Notifications with the words of Apple's threat notification were "
      "shown, from "
      "\"com.apple.mobilemail\" and \"com.apple.MobileSMS\". | ios_notifications 2, ios_notifications 1\n");
}

TEST(IosThreatNoticeShown, says_nothing_of_other_notifications) {
  EXPECT_EQ(CaseBuilder()
                .run("INSERT INTO ios_notifications(id, owner, title, message) VALUES(1, 'x', 'ALERT', "
                     "'dinner'), (2, 'x', "
                     "NULL, NULL)")
                .findings("ios.threat_notice_shown"),
            std::string());
}

}  // namespace bridle::testing
