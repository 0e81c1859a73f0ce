#include <gtest/gtest.h>

#include "patterns/pattern.h"

namespace bridle {
namespace {

std::string error(std::string_view pattern) {
  auto parsed = parse_pattern(pattern);
  return parsed ? "" : parsed.error().message;
}

/// The tree of an expression: "all(0 any(1 2))", with qualifiers behind: "0w0r".
std::string tree(const PatternExpression& e) {
  constexpr std::string_view names[] = {"", "all", "any", "then"};
  std::string out(names[static_cast<std::size_t>(e.kind)]);
  if (e.kind == PatternExpression::Kind::bracket) out += std::to_string(e.bracket);
  for (std::size_t i = 0; i < e.operands.size(); ++i) out += (i == 0 ? "(" : " ") + tree(e.operands[i]);
  if (!e.operands.empty()) out += ")";
  for (const auto& q : e.qualifiers) out += "wrs"[static_cast<std::size_t>(q.kind)];
  return out;
}

std::string tree(std::string_view pattern) {
  auto parsed = parse_pattern(pattern);
  return parsed ? tree(parsed->expression) : parsed.error().message;
}

TEST(PatternParser, binds_followedby_loosest_then_or_then_and_then_qualifiers) {
  EXPECT_EQ(tree("[a:b=1] FOLLOWEDBY [a:b=2] OR [a:b=3] AND [a:b=4] WITHIN 5 SECONDS"),
            "then(0 any(1 all(2 3w)))");
  EXPECT_EQ(tree("([a:b=1] FOLLOWEDBY [a:b=2]) REPEATS 2 TIMES WITHIN .5 SECONDS AND [a:b=3]"),
            "all(then(0 1)rw 2)");
  EXPECT_EQ(tree("[a:b=1] followedby [a:b=2] FollowedBy [a:b=3]"), "then(0 1 2)");
  EXPECT_EQ(tree("[a:b=1] START t'2020-01-01T00:00:00Z' STOP '2020-01-02T00:00:00Z'"), "0s");
}

TEST(PatternParser, reads_every_kind_of_constant) {
  auto parsed = parse_pattern(
      "[a:b IN (1, -2.5, +3) AND a:c = 'it\\'s' AND a:d = true AND a:e = h'00ff' AND a:f = b'AQI=' AND "
      "a:g = t'1970-01-01T00:00:01Z']");
  ASSERT_TRUE(parsed) << parsed.error().message;
  const auto& all = parsed->comparisons;
  ASSERT_EQ(all.size(), 6u);
  EXPECT_EQ(std::get<std::int64_t>(all[0].constants.at(0)), 1);
  EXPECT_EQ(std::get<double>(all[0].constants.at(1)), -2.5);
  EXPECT_EQ(std::get<std::int64_t>(all[0].constants.at(2)), 3);
  EXPECT_EQ(std::get<std::string>(all[1].constants.at(0)), "it's");
  EXPECT_EQ(std::get<bool>(all[2].constants.at(0)), true);
  EXPECT_EQ(std::get<PatternBinary>(all[3].constants.at(0)).bytes, std::string("\0\xFF", 2));
  EXPECT_EQ(std::get<PatternBinary>(all[4].constants.at(0)).bytes, "\1\2");
  EXPECT_EQ(std::get<PatternMoment>(all[5].constants.at(0)), (PatternMoment{1, 0}));
}

TEST(PatternParser, keeps_paths_operators_and_places) {
  std::string_view text = "[ NOT EXISTS File:hashes.'SHA-256' OR a:b[*].c[2] not like 'x' ]";
  auto parsed = parse_pattern(text);
  ASSERT_TRUE(parsed) << parsed.error().message;
  const auto& exists = parsed->comparisons.at(0);
  EXPECT_EQ(exists.path.object + ":" + exists.path.text(), "file:hashes.SHA-256");
  EXPECT_TRUE(exists.negated && exists.comparator == PatternComparator::exists && exists.constants.empty());
  const auto& like = parsed->comparisons.at(1);
  EXPECT_EQ(like.path.text(), "b[*].c[2]");
  EXPECT_TRUE(like.negated && like.comparator == PatternComparator::like);
  EXPECT_EQ(text.substr(like.from, like.to - like.from), "a:b[*].c[2] not like 'x'");
}

TEST(PatternParser, says_at_which_byte_a_pattern_breaks) {
  EXPECT_EQ(error("[a:b=1] WITHIN 0 SECONDS"), "expected a positive number of seconds at byte 15");
  EXPECT_EQ(error("[a:b=1] WITHIN 5 MINUTES"), "expected seconds at byte 17");
  EXPECT_EQ(error("[a:b=1] REPEATS 0 TIMES"), "expected a positive count at byte 16");
  EXPECT_EQ(error("[a:b=1] REPEATS 2.5 TIMES"), "expected a whole number at byte 16");
  EXPECT_EQ(error("[a:b=1] START t'2020-01-01T00:00:00Z'"), "expected stop at byte 37");
  EXPECT_EQ(error("[a:b[-1]=1]"), "expected an index at byte 5");
  EXPECT_EQ(error("[a:b NOT EXISTS]"), "expected a comparison operator at byte 9");
  EXPECT_EQ(error("[a:b MATCHES 5]"), "expected a string at byte 13");
  EXPECT_EQ(error("[a:b IN (1,)]"), "expected a literal at byte 11");
  EXPECT_EQ(error("[a:b IN ('x', 1)]"), "expected members of one type at byte 14");
}

TEST(PatternParser, bounds_depth_size_and_numbers) {
  EXPECT_EQ(error(std::string(10'000, '(')), "pattern nested too deep");
  EXPECT_EQ(error("[" + std::string(10'000, '(')), "pattern nested too deep");
  std::string many = "[a:b=1";
  for (int i = 0; i < 10'000; ++i) many += " OR a:b=1";
  EXPECT_EQ(error(many + "]"), "pattern with too many alternatives");
  std::string steps = "[a:b";
  for (int i = 0; i < 100; ++i) steps += ".b";
  EXPECT_EQ(error(steps + "=1]"), "object path too long");
  std::string qualifiers = "[a:b=1]";
  for (int i = 0; i < 100; ++i) qualifiers += " REPEATS 1 TIMES";
  EXPECT_EQ(error(qualifiers), "pattern with too many qualifiers");
  EXPECT_NE(error("[a:b=99999999999999999999]"), "");
  EXPECT_EQ(error("[a:b=1" + std::string(400, '0') + ".5]"), "number out of range at byte 5");
}

}  // namespace
}  // namespace bridle
