#include "patterns/evaluate.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "testing/observations.h"

namespace bridle::testing {
namespace {

/// "no", the first binding as "0 2", or the reason.
std::string found(std::string_view pattern, std::string_view json, SequenceLimits limits = {}) {
  auto seen = observations_from_json(json);
  auto parsed = parse_pattern(pattern);
  if (!seen || !parsed) return seen ? parsed.error().message : seen.error().message;
  auto program = PatternProgram::make(std::move(*parsed));
  if (!program) return program.error().message;
  auto answer = evaluate(*program, seen->observations, limits);
  if (!answer) return answer.error().message;
  if (!answer->satisfied()) return answer->incomparable > 0 ? "incomparable" : "no";
  std::string out;
  for (auto number : answer->sequences.bindings[0]) out += (out.empty() ? "" : " ") + std::to_string(number);
  return out;
}

/// Observations of one object each, a second apart, with these properties.
std::string timeline(std::initializer_list<std::string_view> objects) {
  std::string out;
  int second = 0;
  for (auto object : objects)
    out += fmt::format(
        R"({}{{"type":"observed-data","first_observed":"2020-01-01T00:00:{:02}Z","last_observed":"2020-01-01T00:00:{:02}Z",
        "number_observed":1,"objects":{{"0":{}}}}})",
        out.empty() ? "" : ",", second, second, object),
        ++second;
  return "[" + out + "]";
}

/// n observations of {type: "p", n: i}, `apart` seconds apart.
std::string numbered(int n, int apart = 1) {
  std::string out;
  for (int i = 0; i < n; ++i)
    out += fmt::format(
        R"({}{{"first_observed":"2020-01-01T{:02}:{:02}:{:02}Z","last_observed":"2020-01-01T{:02}:{:02}:{:02}Z",
        "number_observed":1,"objects":{{"0":{{"type":"p","n":{}}}}}}})",
        i == 0 ? "" : ",", i * apart / 3600, i * apart / 60 % 60, i * apart % 60, i * apart / 3600,
        i * apart / 60 % 60, i * apart % 60, i);
  return "[" + out + "]";
}

TEST(PatternEvaluate, text_is_compared_by_code_points_and_searched_in_composed_form) {
  auto json = timeline({"{\"type\":\"test\",\"nfc\":\"\u1e0d\u0307\",\"nfd\":\"d\u0323\u0307\"}"});
  for (auto key : {"nfc", "nfd"}) {
    for (auto value : {"\u1e0d\u0307", "d\u0323\u0307", "\u1e0b\u0323"}) {
      EXPECT_EQ(found(fmt::format("[test:{} LIKE '{}']", key, value), json), "0");
      EXPECT_EQ(found(fmt::format("[test:{} MATCHES '^{}$']", key, value), json), "0");
    }
    EXPECT_EQ(found(fmt::format("[test:{} = '\u1e0b\u0323']", key), json), "no");
  }
  EXPECT_EQ(found("[test:nfc = '\u1e0d\u0307']", json), "0");
}

TEST(PatternEvaluate, like_takes_everything_but_percent_and_underline_as_it_stands) {
  auto json = timeline({R"({"type":"f","name":"a.b*c\nd(e)\u00e4"})"});
  EXPECT_EQ(found("[f:name LIKE 'a.b*c%(e)_']", json), "0");
  EXPECT_EQ(found("[f:name LIKE 'a_b%']", json), "0");
  EXPECT_EQ(found("[f:name LIKE 'axb%']", json), "no");
  EXPECT_EQ(found("[f:name LIKE '%']", json), "0");
  EXPECT_EQ(found("[f:name LIKE '']", json), "no");
  EXPECT_EQ(found("[f:name LIKE 'a.b']", json), "no");
}

TEST(PatternEvaluate, expressions_that_need_more_than_linear_time_are_refused) {
  auto json = timeline({R"({"type":"f","name":"x"})"});
  EXPECT_EQ(found(R"([f:name MATCHES '(a)\\1'])", json),
            "regular expression is broken, or needs what cannot be matched in linear time");
  EXPECT_EQ(found("[f:name MATCHES '(']", json),
            "regular expression is broken, or needs what cannot be matched in linear time");
  EXPECT_EQ(found("[f:name MATCHES '((((a{100}){100}){100}){100})']", json).substr(0, 18),
            "regular expression");
  // The classic that takes others years.
  auto hostile = timeline({"{\"type\":\"f\",\"name\":\"" + std::string(50'000, 'a') + "\"}"});
  EXPECT_EQ(found("[f:name MATCHES '^(a+)+$']", hostile), "0");
  EXPECT_EQ(found("[f:name MATCHES '^(a+)+b$']", hostile), "no");
}

TEST(PatternEvaluate, networks_are_compared_within_their_family) {
  auto json = timeline({R"({"type":"i","v":"2001:db8::5","w":"10.1.2.3"})"});
  EXPECT_EQ(found("[i:v ISSUBSET '2001:db8::/32']", json), "0");
  EXPECT_EQ(found("[i:v ISSUBSET '0.0.0.0/0']", json), "no");
  EXPECT_EQ(found("[i:w ISSUBSET '10.1.2.3']", json), "0");
  EXPECT_EQ(found("[i:w ISSUBSET '10.1.2.0/25']", json), "0");
  EXPECT_EQ(found("[i:w ISSUPERSET '10.1.2.3/32']", json), "0");
  EXPECT_EQ(found("[i:w ISSUBSET '10.1.2.0/33']", json),
            "ISSUBSET of something other than an address is not evaluated");
}

TEST(PatternEvaluate, one_object_must_satisfy_what_and_joins) {
  auto json =
      R"([{"objects":{"0":{"type":"f","a":1,"b":2},"1":{"type":"f","a":3,"b":4},"2":{"type":"g","c":5}}}])";
  EXPECT_EQ(found("[f:a = 1 AND f:b = 2]", json), "0");
  EXPECT_EQ(found("[f:a = 1 AND f:b = 4]", json), "no");
  EXPECT_EQ(found("[f:a = 1 AND g:c = 5]", json), "0");
  EXPECT_EQ(found("[f:a = 1 AND g:c = 5 AND f:b = 4]", json), "no");
  EXPECT_EQ(found("[(f:a = 9 OR g:c = 5) AND (f:b = 4 OR g:c = 9)]", json), "0");
  EXPECT_EQ(found("[EXISTS f:a AND NOT EXISTS f:c]", json), "0");
  EXPECT_EQ(found("[EXISTS f:c]", json), "no");
  std::string wide = "[(a:x=1 OR b:x=1)";
  for (int i = 0; i < 11; ++i) wide += " AND (a:x=1 OR b:x=1)";
  EXPECT_EQ(found(wide + "]", json), "bracket joins object types in too many ways");
}

TEST(PatternEvaluate, circles_of_references_end) {
  std::string path = "[p:r.r";
  for (int i = 0; i < 60; ++i) path += ".r";
  std::string json =
      R"([{"objects":{"0":{"type":"p","r_ref":"1","k_refs":["0","1"]},"1":{"type":"p","r_ref":"0","k_refs":["0","1"]}}}])";
  std::string deep = "[p:k_refs[*]";
  for (int i = 0; i < 30; ++i) deep += ".k_refs[*]";
  EXPECT_EQ(found(deep + ".r_ref = '1']", json), "0");
  EXPECT_EQ(found(deep + ".x = '1']", json), "no");
  EXPECT_EQ(found(path + " = 1]", json), "no");
}

TEST(PatternEvaluate, a_text_that_is_no_moment_is_neither_before_nor_after_one) {
  auto json = timeline({R"({"type":"e","t":"soon"})"});
  for (auto test : {"=", "!=", ">", "NOT =", "NOT >"})
    EXPECT_EQ(found(fmt::format("[e:t {} t'2020-01-01T00:00:00Z']", test), json), "incomparable");
}

TEST(PatternSequence, finds_what_naive_combination_would_drown_in) {
  auto json = numbered(20);
  auto any = [](std::string_view joint, int times) {
    std::string out = "[p:n < 20]";
    for (int i = 1; i < times; ++i) out += fmt::format(" {} [p:n < 20]", joint);
    return out;
  };
  for (std::string pattern :
       {std::string("[p:n < 20] REPEATS 10 TIMES"),
        std::string("[p:n < 20] REPEATS 10 TIMES WITHIN 10 SECONDS"),
        std::string("[p:n < 20] REPEATS 10 TIMES WITHIN 9 SECONDS"),
        std::string("[p:n < 20] REPEATS 10 TIMES AND [p:n < 20]"),
        std::string("[p:n < 20] REPEATS 10 TIMES OR [p:n < 20]"),
        std::string("[p:n < 20] REPEATS 10 TIMES FOLLOWEDBY [p:n < 20]"),
        std::string("[p:n < 20] REPEATS 5 TIMES REPEATS 2 TIMES"), any("AND", 10), any("OR", 10),
        std::string("([p:n < 20] FOLLOWEDBY [p:n > 5]) REPEATS 10 TIMES")})
    EXPECT_NE(found(pattern, json).substr(0, 1), "n") << pattern << ": " << found(pattern, json);
  EXPECT_EQ(found("[p:n < 20] REPEATS 10 TIMES WITHIN 8 SECONDS", json), "no");
  EXPECT_EQ(found("[p:n < 20] REPEATS 21 TIMES", json), "no");
  EXPECT_EQ(found(any("AND", 21), json).substr(0, 7), "pattern") << "given up, and said so";
}

TEST(PatternSequence, no_sighting_counts_for_two_places) {
  auto json = numbered(3);
  EXPECT_EQ(found("[p:n = 1] AND [p:n >= 1]", json), "1 2");
  EXPECT_EQ(found("[p:n = 1] AND [p:n = 1]", json), "no");
  EXPECT_EQ(found("[p:n >= 0] AND [p:n = 0]", json), "0 1");
  EXPECT_EQ(found("[p:n = 0] FOLLOWEDBY [p:n = 1] FOLLOWEDBY [p:n = 2]", json), "0 1 2");
  EXPECT_EQ(found("[p:n = 0] FOLLOWEDBY [p:n = 2] FOLLOWEDBY [p:n = 1]", json), "no");
}

TEST(PatternSequence, windows_hold_for_what_stands_inside_them) {
  auto json = numbered(10, 10);
  EXPECT_EQ(found("([p:n = 1] AND [p:n = 3]) WITHIN 20 SECONDS", json), "1 3");
  EXPECT_EQ(found("([p:n = 1] AND [p:n = 3]) WITHIN 19 SECONDS", json), "no");
  EXPECT_EQ(found("([p:n >= 0] FOLLOWEDBY [p:n = 7]) WITHIN 20 SECONDS", json), "5 7");
  EXPECT_EQ(found("([p:n = 1] AND [p:n = 2]) WITHIN 10 SECONDS AND [p:n = 9]", json), "1 2 9");
  EXPECT_EQ(found("(([p:n = 1] AND [p:n = 2]) WITHIN 10 SECONDS AND [p:n = 9]) WITHIN 60 SECONDS", json),
            "no");
  EXPECT_EQ(
      found("[p:n >= 0] START t'2020-01-01T00:00:20Z' STOP t'2020-01-01T00:00:40Z' REPEATS 2 TIMES", json),
      "2 3");
}

TEST(PatternSequence, undated_sightings_stand_where_no_time_is_asked_for) {
  auto json = R"([{"objects":{"0":{"type":"p","n":0}}},{"objects":{"0":{"type":"p","n":1}}}])";
  EXPECT_EQ(found("[p:n = 0] AND [p:n = 1]", json), "0 1");
  EXPECT_EQ(found("[p:n >= 0] REPEATS 2 TIMES", json), "0 1");
  EXPECT_EQ(found("[p:n = 0] FOLLOWEDBY [p:n = 1]", json), "no");
  EXPECT_EQ(found("([p:n = 0] AND [p:n = 1]) WITHIN 5 SECONDS", json), "no");
  EXPECT_EQ(found("[p:n = 0] START t'1970-01-01T00:00:00Z' STOP t'2999-01-01T00:00:00Z'", json), "no");
  auto seen = observations_from_json(json);
  auto program = PatternProgram::make(*parse_pattern("[p:n >= 0] FOLLOWEDBY [p:n >= 0]"));
  EXPECT_EQ(evaluate(*program, seen->observations)->sequences.undated, 2u);
}

TEST(PatternSequence, gives_up_by_saying_so_and_never_guesses) {
  // Every second sighting conflicts with the others: only trying all of them would tell.
  auto json = numbered(40);
  std::string hard = "[p:n < 12]";
  for (int i = 0; i < 12; ++i) hard += " AND [p:n < 12]";
  EXPECT_EQ(found(hard, json, {.steps = 10'000}), "pattern needs more than 10000 steps on this case");
  EXPECT_EQ(found("([p:n < 40] AND [p:n < 40]) WITHIN 1 SECONDS REPEATS 999999 TIMES", json),
            "pattern needs more than 256 observations together: not searched");
}

TEST(PatternSequence, long_timelines_are_quick) {
  std::vector<Sighting> sightings;
  std::vector<std::uint32_t> all;
  for (std::uint32_t i = 0; i < 200'000; ++i) {
    PatternMoment at{i, 0};
    sightings.push_back({Interval{at, at}});
    all.push_back(i);
  }
  std::vector<std::vector<std::uint32_t>> hits{all, {5}, {3}};
  auto find = [&](std::string_view pattern) {
    auto parsed = parse_pattern(pattern);
    auto out = SequenceTest(parsed->expression).find(sightings, hits);
    return !out ? out.error().message : out->bindings.empty() ? "no" : "yes";
  };
  EXPECT_EQ(find("[a:b=0] FOLLOWEDBY [a:b=1] FOLLOWEDBY [a:b=2]"), "no");
  EXPECT_EQ(find("[a:b=0] REPEATS 100000 TIMES WITHIN 99999 SECONDS"), "yes");
  EXPECT_EQ(find("[a:b=0] REPEATS 100000 TIMES WITHIN 99998 SECONDS"), "no");
  EXPECT_EQ(find("([a:b=0] FOLLOWEDBY [a:b=1] AND [a:b=2]) WITHIN 1 SECONDS"), "no");
}

TEST(PatternSequence, further_bindings_bring_further_sightings) {
  auto parsed = parse_pattern("([a:b=0] FOLLOWEDBY [a:b=1]) WITHIN 10 SECONDS");
  std::vector<Sighting> sightings;
  for (std::int64_t second : {0, 1, 100, 101, 200}) {
    PatternMoment at{second, 0};
    sightings.push_back({Interval{at, at}});
  }
  std::vector<std::vector<std::uint32_t>> hits{{0, 2, 4}, {1, 3}};
  auto out = SequenceTest(parsed->expression).find(sightings, hits);
  ASSERT_TRUE(out);
  EXPECT_EQ(out->bindings, (std::vector<Binding>{{0, 1}, {2, 3}}));
  EXPECT_FALSE(out->more);
}

}  // namespace
}  // namespace bridle::testing
