#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {
namespace {

std::string found(const std::string& values) {
  return CaseBuilder()
      .run(
          "CREATE TABLE IF NOT EXISTS ios_calendar(id INTEGER PRIMARY KEY, summary, description, "
          "organizer_id, start_date, creation_date, "
          "participant_email);"
          "INSERT INTO ios_calendar(summary, description, organizer_id, start_date, creation_date, "
          "participant_email) VALUES" +
          values)
      .findings("ios.calendar_quadream");
}

}  // namespace

TEST(IosCalendarQuadream, tells_invitations_and_backdated_entries_from_plain_ones) {
  EXPECT_EQ(found("('Meeting', 'Notes', 12, 1600000000000000000, 1600000000000000000, 'a@example.org'), "
                  "('Meeting', 'Notes', 0, 1500000000000000000, 1620000000000000000, NULL), "
                  "('Meeting', 'Notes', 0, 1600000000000000000, 1599990000000000000, NULL), ('Meeting', "
                  "'Notes', NULL, NULL, NULL, NULL)"),
            "medium low 2020-09-13T12:26:40Z | 2 calendar entries have the title \"Meeting\" and the notes "
            "\"Notes\", with an organiser or made more than a day after the date itself. | ios_calendar 1, "
            "ios_calendar 2\n"
            "low low 2020-09-13T09:40:00Z | 2 calendar entries have the title \"Meeting\" and the notes "
            "\"Notes\". | ios_calendar 3, ios_calendar 4\n");
}

TEST(IosCalendarQuadream, wants_both_words_exactly) {
  EXPECT_EQ(found("('Meeting', 'notes', 1, 1, 1, 'a'), ('Meeting with A', 'Notes', 1, 1, 1, 'a'), "
                  "('Meeting', NULL, 1, 1, 1, 'a')"),
            std::string());
}

}  // namespace bridle::testing
