#include "indicators/stix_pattern.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "indicators/stix_conditions.h"
#include "indicators/stix_values.h"

namespace bridle {
namespace {

/// "object:path=value | …" for the atoms and " & n" for n conditions, or the error.
std::string read(std::string_view pattern) {
  auto parsed = split_stix_pattern(pattern);
  if (!parsed) return "error: " + parsed.error().message;
  std::string out;
  for (const auto& atom : parsed->atoms) {
    constexpr std::string_view signs[] = {"=", " LIKE ", " ISSUBSET "};
    out += fmt::format("{}{}:{}{}{}", out.empty() ? "" : " | ", atom.object, atom.path,
                       signs[static_cast<std::size_t>(atom.op)], atom.value);
  }
  if (!parsed->conditions.empty()) out += fmt::format("& {}", parsed->conditions.size());
  return out;
}

/// Why a condition is not evaluated; "" when it is.
std::string reason(std::string_view pattern) {
  auto parsed = split_stix_pattern(pattern);
  if (!parsed || parsed->conditions.size() != 1) return "no condition";
  auto decidable = check_condition(parsed->conditions[0]);
  return decidable ? "" : decidable.error().message;
}

TEST(StixPattern, reads_one_comparison_in_any_spacing) {
  EXPECT_EQ(read("[domain-name:value='a.com']"), "domain-name:value=a.com");
  EXPECT_EQ(read("  [ domain-name : value == 'a.com' ]\n"), "domain-name:value=a.com");
  EXPECT_EQ(read("[domain-name:value/* c */=//x\n'a.com']"), "domain-name:value=a.com");
  EXPECT_EQ(read("\xEF\xBB\xBF[domain-name:value=\xC2\xA0'a.com']"), "domain-name:value=a.com");
}

TEST(StixPattern, plainly_written_patterns_are_read_as_the_grammar_reads_them) {
  // In parentheses they are left to the grammar.
  for (std::string_view pattern : {"[domain-name:value='a.com']",
                                   "[domain-name:value = 'a.com']",
                                   "[FILE:hashes.'SHA-256'='00']",
                                   "[file:hashes.SHA-256='00']",
                                   "[file:hashes.''='00']",
                                   "[file:name-x='a']",
                                   "[not:value='x']",
                                   "[exists:value='x']",
                                   "[EXISTS file:name]",
                                   "[x_1:_y='']",
                                   "[1x:y='z']",
                                   "[x:1y='z']",
                                   "[x:y= ='z']",
                                   "[x:y='z' ]",
                                   "[x:y='z'",
                                   "[x:y='z]",
                                   "[x:y='z''w']",
                                   "[x:y=\"z\"]",
                                   "[x:y=t'z']",
                                   "[x:y=='z']",
                                   "[x:y.'a.b'.c='z']",
                                   "[:y='z']",
                                   "[x:='z']",
                                   "[x:y.='z']",
                                   "[x y='z']",
                                   R"([x:y='\'z'])",
                                   R"([x:y.'\'z'='z'])",
                                   "[x:a.b.c.d.e.f.g.h.i.j='z']",
                                   "[x:true='z']",
                                   "[x:y='z'];"}) {
    auto plain = read(pattern), whole = read(fmt::format("({})", pattern));
    if (plain.starts_with("error") && whole.starts_with("error")) continue;  // the places differ
    EXPECT_EQ(plain, whole) << pattern;
  }
  auto steps = split_stix_pattern("[file:hashes.'SHA-256'='00']")->atoms.at(0).steps;
  ASSERT_EQ(steps.size(), 2u);
  EXPECT_EQ(steps[1].name, "SHA-256");
}

TEST(StixPattern, keeps_equals_signs_brackets_and_quotes_of_values) {
  EXPECT_EQ(read("[url:value='http://a.com/?a=b&c==']"), "url:value=http://a.com/?a=b&c==");
  EXPECT_EQ(read("[file:name='[x]']"), "file:name=[x]");
  EXPECT_EQ(read(R"([file:name='it\'s'])"), "file:name=it's");
  EXPECT_EQ(read(R"([file:name='a\\b'])"), R"(file:name=a\b)");
  EXPECT_EQ(read(R"([file:name='\x'])"), "file:name=x");
  EXPECT_EQ(read("[file:name='']"), "file:name=");
}

TEST(StixPattern, reads_every_spelling_of_hash_keys) {
  for (auto path : {"file:hashes.'SHA-256'", "file:hashes.SHA-256", "file:hashes.SHA256",
                    "file:hashes.sha256", "file:hashes.\"SHA-256\"", "file : hashes . 'SHA-256'"}) {
    auto parsed = split_stix_pattern(fmt::format("[{}='00']", path));
    ASSERT_TRUE(parsed) << path;
    auto indicator = indicator_of_atom(parsed->atoms.at(0));
    ASSERT_TRUE(indicator) << path;
    EXPECT_EQ(indicator->type, IndicatorType::sha256) << path;
  }
}

TEST(StixPattern, expands_alternatives) {
  EXPECT_EQ(read("[a:b='1' OR a:c='2']"), "a:b=1 | a:c=2");
  EXPECT_EQ(read("[a:b='1'] OR [a:c='2'] or ([a:d='3'])"), "a:b=1 | a:c=2 | a:d=3");
  EXPECT_EQ(read("[a:b IN ('1','2', '3')]"), "a:b=1 | a:b=2 | a:b=3");
  EXPECT_EQ(read("[(a:b='1' OR (a:b='2'))]"), "a:b=1 | a:b=2");
}

TEST(StixPattern, a_condition_is_never_taken_by_half) {
  EXPECT_EQ(read("[a:b='1' AND a:c='2']"), "& 1");
  EXPECT_EQ(read("[a:b='1'] AND [a:c='2']"), "& 1");
  EXPECT_EQ(read("[a:b='1' OR a:c='2' AND a:d='3']"), "a:b=1& 1");
  EXPECT_EQ(read("[(a:b='1' OR a:c='2') AND a:d='3']"), "& 1");
  EXPECT_EQ(read("[a:b='1'] OR [a:c='2'] FOLLOWEDBY [a:d='3']"), "& 1");
  EXPECT_EQ(read("[a:b='1'] OR [a:c='2' AND a:d='3'] OR [a:e='4'] WITHIN 5 SECONDS"), "a:b=1& 2");
  EXPECT_EQ(read("([a:b='1'] OR [a:c='2']) WITHIN 5 SECONDS"), "& 1");
  EXPECT_EQ(read("[a:b='1'] REPEATS 2 TIMES"), "& 1");
  EXPECT_EQ(read("[a:b='1'] START t'2020-01-01T00:00:00Z' STOP t'2021-01-01T00:00:00Z'"), "& 1");
  EXPECT_EQ(read("[a:b='1'] START '2020-01-01T00:00:00Z' STOP '2021-01-01T00:00:00Z'"), "& 1");
  for (auto test : {"a:b!='1'", "a:b<>'1'", "a:b>=5", "a:b NOT ='1'", "a:b NOT IN ('1')", "a:b MATCHES '^x'",
                    "a:b ISSUPERSET '10.0.0.0/8'", "EXISTS a:b", "a:b=5", "a:b=h'00'", "a:b IN ()"})
    EXPECT_EQ(read(fmt::format("[{}]", test)), "& 1") << test;
}

TEST(StixPattern, conditions_hold_only_the_comparisons_that_they_need) {
  auto parsed =
      split_stix_pattern("[a:b='1' OR a:c='2' AND a:d='3' OR a:e>'4'] OR [a:f='5'] REPEATS 2 TIMES");
  ASSERT_TRUE(parsed);
  ASSERT_EQ(parsed->conditions.size(), 3u);
  EXPECT_EQ(parsed->conditions[0].comparisons.size(), 2u);
  EXPECT_EQ(parsed->conditions[1].comparisons.size(), 1u);
  EXPECT_EQ(parsed->conditions[2].comparisons.at(0).path.text(), "f");
  EXPECT_EQ(parsed->conditions[2].expression.qualifiers.size(), 1u);
}

TEST(StixPattern, says_why_a_condition_is_not_evaluated) {
  EXPECT_EQ(reason("[url:value LIKE '%x%' AND domain-name:value = 'a.com']"), "");
  std::string one(64, '1'), two(64, '2');
  EXPECT_EQ(reason(fmt::format("[file:hashes.sha256 = '{}' AND file:hashes.'SHA-256' != '{}']", one, two)),
            "");
  EXPECT_EQ(reason("[file:hashes.sha256 = 'ab' AND file:name LIKE 'x%']"),
            "hash of 2 digits: no algorithm has that length");
  EXPECT_EQ(reason("[url:value = 'http://a.com/x' AND mac-addr:value = 'y']"),
            "object path mac-addr:value is not evaluated");
  EXPECT_EQ(reason("[file:size > 5]"), "object path file:size is not evaluated");
  EXPECT_EQ(reason("[url:value = 5]"), "comparison with something other than text is not evaluated");
  EXPECT_EQ(reason("[url:value MATCHES '(a)\\\\1']"),
            "regular expression is broken, or needs what cannot be matched in linear time");
  EXPECT_EQ(reason("[ipv4-addr:value NOT ISSUBSET 'x']"),
            "ISSUBSET of something other than an address is not evaluated");
}

TEST(StixPattern, reads_paths_with_indices_and_references) {
  EXPECT_EQ(read("[a:b[*].c='1']"), "a:b[*].c=1");
  EXPECT_EQ(read("[a:b[0].'c d'='1']"), "a:b[0].c d=1");
  EXPECT_EQ(read("[file:parent_directory_ref.path='/x']"), "file:parent_directory_ref.path=/x");
}

TEST(StixPattern, says_at_which_byte_a_pattern_breaks) {
  EXPECT_EQ(read(""), "error: expected \"[\" at byte 0");
  EXPECT_EQ(read("domain-name:value='a'"), "error: expected \"[\" at byte 0");
  EXPECT_EQ(read("[domain-name:value='a"), "error: string without end at byte 19");
  EXPECT_EQ(read("[domain-name:value='a'"), "error: expected \"]\" at byte 22");
  EXPECT_EQ(read("[a:b='c']]"), "error: expected end of pattern at byte 9");
  EXPECT_EQ(read("[a:b=null]"), "error: expected a literal at byte 5");
  EXPECT_EQ(read("[a:needs-quotes=1]"), "error: expected a property name at byte 3");
  EXPECT_EQ(read("[a:b=t'2020-13-01T00:00:00Z']"), "error: malformed timestamp at byte 5");
  EXPECT_EQ(read("[a:b='x'] /* open"), "error: comment without end at byte 10");
  EXPECT_EQ(read("[a:b='x\\"), "error: string without end at byte 5");
  EXPECT_EQ(read("[a:b#'x']"), "error: unexpected character at byte 4");
  EXPECT_EQ(read("[a:b IN (1, true)]"), "error: expected members of one type at byte 12");
}

TEST(StixPattern, bounds_nesting_and_expansion) {
  std::string deep = std::string(10'000, '(') + "[a:b='1']" + std::string(10'000, ')');
  EXPECT_EQ(read(deep), "error: pattern nested too deep");
  EXPECT_EQ(read("[" + std::string(10'000, '(') + "a:b='1'"), "error: pattern nested too deep");
  std::string wide = "[a:b IN ('0'";
  for (int i = 0; i < 10'000; ++i) wide += ",'0'";
  EXPECT_EQ(read(wide + ")]"), "error: pattern with too many alternatives");
  EXPECT_EQ(read(std::string(2 << 20, ' ')), "error: pattern longer than 1 MiB");
}

TEST(StixPattern, takes_like_only_for_directories_and_whole_labels) {
  auto like = [](std::string_view pattern) {
    auto parsed = split_stix_pattern(pattern);
    auto indicator = indicator_of_atom(parsed.value().atoms.at(0));
    return indicator ? fmt::format("{}{}", indicator->value, indicator->directory ? " and below" : "")
                     : indicator.error().message;
  };
  EXPECT_EQ(like("[file:path LIKE '/dir/%']"), "/dir/ and below");
  EXPECT_EQ(like("[directory:path LIKE '/dir/%']"), "/dir/ and below");
  EXPECT_EQ(like("[file:path LIKE '/dir/file']"), "/dir/file");
  EXPECT_EQ(like("[file:path LIKE '%/Library/x']"), "Library/x");
  EXPECT_EQ(like("[file:path LIKE '/d%r/x']"), "LIKE with a wildcard in this place is not evaluated");
  EXPECT_EQ(like("[domain-name:value LIKE '%evil%']"), "LIKE with a wildcard in this place is not evaluated");
  EXPECT_EQ(like("[mac-addr:value='x']"), "object path mac-addr:value is not evaluated");
  EXPECT_EQ(like("[file:hashes.SSDEEP='x']"), "hash algorithm is not evaluated");
  EXPECT_EQ(like("[domain-name:value ISSUBSET 'x']"),
            "ISSUBSET of something other than an address is not evaluated");
}

}  // namespace
}  // namespace bridle
