#include "patterns/moment.h"

#include <gtest/gtest.h>

namespace bridle {
namespace {

std::int64_t seconds(std::string_view text) {
  auto moment = moment_from_text(text);
  return moment ? moment->seconds : -1;
}

TEST(PatternMoment, reads_the_form_of_the_grammar_in_any_year) {
  EXPECT_EQ(seconds("1970-01-01T00:00:00Z"), 0);
  EXPECT_EQ(seconds("2024-02-29T12:34:56Z"), 1'709'210'096);
  EXPECT_EQ(seconds("3012-08-17T17:43:55Z"), 32'902'134'235);
  EXPECT_EQ(seconds("1000-12-03T21:34:41Z"), -30'581'115'919);
  EXPECT_EQ(seconds("0000-03-01T00:00:00Z"), -62'162'035'200);
  EXPECT_EQ(moment_from_text("1970-01-01T00:00:00.1234Z")->nanoseconds, 123'400'000);
  EXPECT_EQ(moment_from_text("1970-01-01T00:00:00.123456789000Z")->nanoseconds, 123'456'789);
}

TEST(PatternMoment, refuses_everything_else) {
  for (auto text :
       {"", "Z", "2010-05-21T13:21:43", "2010-05-21T13:21:43z", "2010-05-21t13:21:43Z",
        "2010/05/21T13:21:43Z", "2010-05-21T13:21:99Z", "2010-05-21T13:21Z", "2010-02-30T00:00:00Z",
        "2023-02-29T00:00:00Z", "2010-00-01T00:00:00Z", "2010-05-21T24:00:00Z", "2010-05-21T13:21:43.Z",
        "2010-05-21T13:21:43.1x3Z", "2010-05-21T13:21:43.1234567891Z"})
    EXPECT_FALSE(moment_from_text(text)) << text;
}

TEST(PatternMoment, reads_durations_and_adds_them) {
  EXPECT_EQ(*duration_from_text("5"), (PatternDuration{5, 0}));
  EXPECT_EQ(*duration_from_text("4.9999"), (PatternDuration{4, 999'900'000}));
  EXPECT_EQ(*duration_from_text(".0001"), (PatternDuration{0, 100'000}));
  EXPECT_EQ(*duration_from_text("99999999999999999999"), (PatternDuration{duration_limit, 0}));
  EXPECT_FALSE(duration_from_text(""));
  EXPECT_FALSE(duration_from_text("."));
  EXPECT_FALSE(duration_from_text("-5"));
  EXPECT_EQ(later({1, 999'999'999}, {0, 1}), (PatternMoment{2, 0}));
  EXPECT_EQ(earlier({1, 0}, {0, 1}), (PatternMoment{0, 999'999'999}));
  EXPECT_EQ(moment_from_time(Time{-1}), (PatternMoment{-1, 999'999'999}));
}

}  // namespace
}  // namespace bridle
