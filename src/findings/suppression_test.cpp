#include "findings/suppression.h"

#include <gtest/gtest.h>

namespace bridle {
namespace {

std::string error_of(std::string_view text) {
  auto parsed = parse_suppressions(text);
  return parsed ? "none" : parsed.error().message;
}

constexpr std::string_view good =
    "bridle suppressions 1\r\n"
    "# housekeeping of the database\n"
    "rule: ios.data_usage_gap\n"
    "scope: all\n"
    "reason: restored: from a backup\n"
    "author: A. Examiner\n"
    "date: 2026-11-24\n"
    "\n\n"
    "date: 2026-11-25\n"
    "indicator:  example.com \n"
    "scope: table ios_sms\n"
    "reason: she is a researcher\n"
    "author: B\n";

TEST(Suppression, reads_blocks_of_keys_in_any_order) {
  auto parsed = parse_suppressions(good);
  ASSERT_TRUE(parsed) << parsed.error().message;
  ASSERT_EQ(parsed->size(), 2U);
  const Suppression &a = (*parsed)[0], &b = (*parsed)[1];
  EXPECT_EQ(a.number, 1);
  EXPECT_EQ(a.line, 3);
  EXPECT_EQ(a.rule, "ios.data_usage_gap");
  EXPECT_EQ(a.reason, "restored: from a backup");
  EXPECT_EQ(a.scope, Suppression::Scope::all);
  EXPECT_EQ(b.indicator, "example.com");
  EXPECT_EQ(b.scope, Suppression::Scope::table);
  EXPECT_EQ(b.where, "ios_sms");
  EXPECT_EQ(b.date, "2026-11-25");
}

TEST(Suppression, a_broken_file_is_refused_with_the_line) {
  auto after = [](std::string_view block) {
    return error_of("bridle suppressions 1\n\n" + std::string(block));
  };
  std::string rest = "scope: all\nreason: r\nauthor: a\ndate: 2026-01-01\n";
  EXPECT_EQ(after("rule: ios.lockdown_mode\n" + rest), "none");
  EXPECT_EQ(error_of(""), "line 1: the file does not begin with \"bridle suppressions 1\"");
  EXPECT_EQ(error_of("bridle suppressions 2\n"),
            "line 1: the file does not begin with \"bridle suppressions 1\"");
  EXPECT_EQ(after("rule: no.such_rule\n" + rest),
            "line 3: there is no such rule: `bridle explain` lists them");
  EXPECT_EQ(after("rule: ios.lockdown_mode\nscope: all\nreason: r\nauthor: a\n"),
            "line 3: the suppression that begins here has no date");
  EXPECT_EQ(after("rule: ios.lockdown_mode\nscope: all\nauthor: a\ndate: 2026-01-01\n"),
            "line 3: the suppression that begins here has no reason");
  EXPECT_EQ(after(rest), "line 3: the suppression that begins here wants either a rule or an indicator");
  EXPECT_EQ(after("rule: ios.lockdown_mode\nindicator: x\n" + rest),
            "line 3: the suppression that begins here wants either a rule or an indicator");
  EXPECT_EQ(after("indicator: x\nscope: table\n"),
            "line 4: the scope is none of all, table NAME, device IDENTIFIER");
  EXPECT_EQ(after("indicator: x\nscope: everywhere x\n"),
            "line 4: the scope is none of all, table NAME, device IDENTIFIER");
  EXPECT_EQ(after("indicator: x\ndate: 24.11.2026\n"), "line 4: the date is not of the form YYYY-MM-DD");
  EXPECT_EQ(after("indicator: x\ndate: 2026-13-01\n"), "line 4: the date is not of the form YYYY-MM-DD");
  EXPECT_EQ(after("indicator: x\nindicator: y\n"), "line 4: a key stands twice in one suppression");
  EXPECT_EQ(after("indicator: x\nreason:\n"), "line 4: the value is empty");
  EXPECT_EQ(after("indicator: x\nreason: a\tb\n"), "line 4: the value is not plain text in UTF-8");
  EXPECT_EQ(after("indicator: x\nreason: \xFF\n"), "line 4: the value is not plain text in UTF-8");
  EXPECT_EQ(after("indicator: x\nwhy: because\n"),
            "line 4: the key is none of rule, indicator, scope, reason, author, date");
  EXPECT_EQ(after("indicator\n"), "line 3: neither a comment nor KEY: VALUE");
  EXPECT_EQ(after("indicator: " + std::string(2001, 'x') + "\n"),
            "line 3: the value is longer than 2000 bytes");
}

TEST(Suppression, sizes_are_bounded) {
  EXPECT_EQ(error_of(std::string(suppression_file_limit + 1, '#')), "longer than 1048576 bytes");
  std::string many = "bridle suppressions 1\n";
  for (std::size_t i = 0; i <= suppression_limit; ++i)
    many += "indicator: x\nscope: all\nreason: r\nauthor: a\ndate: 2026-01-01\n\n";
  EXPECT_EQ(error_of(many), "more than 5000 suppressions");
}

TEST(Suppression, the_first_that_fits_sets_aside) {
  auto parsed = parse_suppressions(good);
  ASSERT_TRUE(parsed);
  using Tables = std::vector<std::string_view>;
  EXPECT_EQ(suppression_of_rule(*parsed, "ios.data_usage_gap", Tables{"ios_data_usage"}), 1);
  EXPECT_EQ(suppression_of_rule(*parsed, "ios.data_usage_orphan", Tables{"ios_data_usage"}), 0);
  EXPECT_EQ(suppression_of_match(*parsed, "indicator--1", "example.com", "ios_sms"), 2);
  EXPECT_EQ(suppression_of_match(*parsed, "indicator--1", "example.com", "ios_calls"), 0);
  EXPECT_EQ(suppression_of_match(*parsed, "example.com", "x", "ios_sms"), 2);
  EXPECT_EQ(suppression_of_match(*parsed, "indicator--1", "www.example.com", "ios_sms"), 0);
}

TEST(Suppression, one_of_a_table_wants_all_records_there) {
  Suppression s{.number = 7, .rule = "r", .scope = Suppression::Scope::table, .where = "a"};
  using Tables = std::vector<std::string_view>;
  EXPECT_EQ(suppression_of_rule({&s, 1}, "r", Tables{"a"}), 7);
  EXPECT_EQ(suppression_of_rule({&s, 1}, "r", Tables{"a", "b"}), 0);
  EXPECT_EQ(suppression_of_rule({&s, 1}, "r", Tables{}), 0);
}

}  // namespace
}  // namespace bridle
