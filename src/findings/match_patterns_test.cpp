#include "findings/match_patterns.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "findings/match_case.h"
#include "testing/case_builder.h"
#include "testing/indicators.h"

namespace bridle::testing {
namespace {

constexpr std::int64_t second = 1'000'000'000;
constexpr std::int64_t noon = 1'700'000'000 * second;

/// Three visits, a message with two links, and two files, one of them without a time.
void fill(CaseBuilder& builder) {
  auto visit = [&](std::string_view url, std::int64_t time) {
    builder.run(fmt::format(
        "INSERT INTO ios_safari_history(url, visit_time, relation) VALUES('{}', {}, 'visited')", url, time));
  };
  visit("https://a.example.com/pay?x=1", noon);
  visit("https://www.b.example.org/", noon + 60 * second);
  visit("https://10.1.2.3/x", noon + 120 * second);
  builder.run(
      fmt::format("INSERT INTO ios_sms(guid, text, date) VALUES('g', 'two links', {})", noon - 10 * second));
  builder.run(
      "INSERT INTO mined(source, record, column_name, type, form, value) VALUES"
      "('ios_sms', 1, 'text', 'url', 'plain', 'https://one.example.net/a'),"
      "('ios_sms', 1, 'text', 'url', 'plain', 'https://two.example.net/b')");
  builder.run(
      fmt::format("INSERT INTO ios_manifest(device_path, created) VALUES('/private/var/tmp/bh', {}), "
                  "('/private/var/tmp/undated', NULL)",
                  noon + 30 * second));
}

/// What is matched, "table record value" by line, then " ! reason" for what was given up.
std::string matched(CaseBuilder& builder, const IndicatorSet& set, const PatternLimits& limits = {}) {
  CaseStore& store = builder.store();
  auto run = [&]() -> Result<std::string> {
    TRY(
        store.database().run("DELETE FROM match; DELETE FROM indicator; DELETE FROM indicator_remark; "
                             "DELETE FROM indicator_file"));
    TRY(store.database().run(
        "INSERT INTO indicator_file VALUES(1, 1, 'test.stix2', '', 0, 5, 0, 0, 0, 0, 0, 0, '')"));
    TRY(store.database().run("UPDATE indicator_file SET sha256 = '" + set.report.files.at(0).sha256 + "'"));
    TRY(match_patterns(store, CaseBuilder::artefacts(), set, 1, limits));
    std::string out;
    auto rows = TRY(store.database().prepare("SELECT source, record, value FROM match ORDER BY id"));
    while (TRY(rows.step()))
      out += fmt::format("{}{} {} {}", out.empty() ? "" : ", ", rows.text(0), rows.integer(1), rows.text(2));
    auto remarks = TRY(store.database().prepare("SELECT reason FROM indicator_remark ORDER BY id"));
    while (TRY(remarks.step())) out += fmt::format("! {}", remarks.text(0));
    return out;
  };
  auto result = run();
  return result ? *result : "error: " + result.error().message;
}

std::string matched(std::string_view pattern, const PatternLimits& limits = {}) {
  CaseBuilder builder;
  fill(builder);
  auto set = indicators_of({pattern});
  if (set.patterns.empty()) return "no condition";
  return matched(builder, set, limits);
}

constexpr std::string_view pay = "ios_safari_history 1 https://a.example.com/pay?x=1";
constexpr std::string_view org = "ios_safari_history 2 https://www.b.example.org/";
constexpr std::string_view bh = "ios_manifest 1 /private/var/tmp/bh";

TEST(MatchPatterns, and_holds_on_one_record) {
  EXPECT_EQ(matched("[domain-name:value = 'example.com' AND url:value LIKE '%/pay%']"), pay);
  EXPECT_EQ(matched("[domain-name:value = 'example.com' AND url:value LIKE '%/buy%']"), "");
  EXPECT_EQ(matched("[domain-name:value = 'one.example.net' AND domain-name:value = 'two.example.net']"), "");
  EXPECT_EQ(matched("[domain-name:value = 'one.example.net' AND url:value LIKE '%/b']"),
            "ios_sms 1 https://one.example.net/a")
      << "objects of two types, one record";
  EXPECT_EQ(matched("[url:value LIKE '%one.example.net%' AND url:value LIKE '%/b']"), "")
      << "one object, not one record";
}

TEST(MatchPatterns, equality_is_what_the_matcher_says) {
  EXPECT_EQ(matched("[domain-name:value = 'B.EXAMPLE.ORG.' AND url:value LIKE 'https:%']"), org);
  EXPECT_EQ(matched("[ipv4-addr:value = '10.0.0.0/8' AND url:value LIKE '%/x']"),
            "ios_safari_history 3 https://10.1.2.3/x");
  EXPECT_EQ(matched("[file:path = '/var/tmp/bh' AND file:name LIKE 'b_']"), bh);
  EXPECT_EQ(matched("[file:path != '/var/tmp/bh' AND file:name MATCHES '^(bh|undated)$']"),
            "ios_manifest 2 /private/var/tmp/undated");
}

TEST(MatchPatterns, other_operators_see_every_spelling_of_a_path) {
  EXPECT_EQ(matched("[file:path LIKE '/var/t%/bh']"), bh);
  EXPECT_EQ(matched("[file:path LIKE '/private/var/t%/bh']"), bh);
  EXPECT_EQ(matched("[file:parent_directory_ref.path = '/var/tmp' AND file:name = 'bh']"), bh);
  EXPECT_EQ(matched("[file:name = 'bh' AND file:path NOT LIKE '/var/%']"), "");
  EXPECT_EQ(matched("[domain-name:value MATCHES '^b[.]example[.]org$']"), "");
  EXPECT_EQ(matched("[domain-name:value MATCHES 'b[.]example[.]org$']"), org);
  EXPECT_EQ(matched("[ipv4-addr:value NOT ISSUBSET '192.168.0.0/16']"),
            "ios_safari_history 3 https://10.1.2.3/x");
}

TEST(MatchPatterns, order_and_windows_go_by_the_records_time) {
  EXPECT_EQ(matched("[domain-name:value = 'example.com'] FOLLOWEDBY [file:name = 'bh']"),
            fmt::format("{}, {}", pay, bh));
  EXPECT_EQ(matched("[file:name = 'bh'] FOLLOWEDBY [domain-name:value = 'a.example.com']"), "");
  EXPECT_EQ(matched("([domain-name:value = 'example.com'] AND [file:name = 'bh']) WITHIN 30 SECONDS"),
            fmt::format("{}, {}", pay, bh));
  EXPECT_EQ(matched("([domain-name:value = 'example.com'] AND [file:name = 'bh']) WITHIN 29 SECONDS"), "");
  EXPECT_EQ(matched("[url:value LIKE 'https:%example.%'] REPEATS 3 TIMES"),
            fmt::format("ios_sms 1 https://one.example.net/a, {}, {}", pay, org));
  EXPECT_EQ(
      matched(
          "[domain-name:value = 'example.com'] START t'2023-11-14T22:13:20Z' STOP t'2023-11-14T22:13:21Z'"),
      pay);
  EXPECT_EQ(
      matched(
          "[domain-name:value = 'example.com'] START t'2023-11-14T22:13:21Z' STOP t'2024-01-01T00:00:00Z'"),
      "");
}

TEST(MatchPatterns, records_without_a_time_leave_a_question_open_and_said_so) {
  EXPECT_EQ(matched("[domain-name:value = 'example.com'] FOLLOWEDBY [file:name = 'undated']"),
            "! 1 record that meets a part of it has no time: it cannot be told what belongs together");
  EXPECT_EQ(matched("[domain-name:value = 'example.com'] AND [file:name = 'undated']"),
            fmt::format("{}, ios_manifest 2 /private/var/tmp/undated", pay));
}

TEST(MatchPatterns, what_is_met_by_too_much_is_given_up_whole) {
  EXPECT_EQ(matched("[url:value NOT LIKE '%nowhere%']", {.records = 2}),
            "! met by more than 2 records of this case: too general to mean anything");
  EXPECT_EQ(matched("[url:value LIKE 'h%'] FOLLOWEDBY [file:name = 'bh']", {.parts = 2}),
            "! met by more than 2 records of this case: too general to mean anything");
  CaseBuilder builder;
  fill(builder);
  auto set = indicators_of({"[url:value NOT LIKE '%nowhere%']"});
  (void)matched(builder, set, {.records = 2});
  auto count = [&](std::string_view column) {
    return builder.store()
        .database()
        .number(fmt::format("SELECT {} FROM indicator_file", column))
        .value_or(-1);
  };
  EXPECT_EQ(count("accepted"), 4);
  EXPECT_EQ(count("not_evaluated"), 1);
}

TEST(MatchPatterns, withdrawn_and_foreign_conditions_never_match) {
  auto match = [&](std::string_view more) {
    CaseBuilder builder;
    fill(builder);
    return matched(builder, load(fmt::format(R"({{"objects":[{{"type":"indicator","id":"indicator--1",
        "pattern":"[domain-name:value = 'example.com' AND url:value LIKE '%pay%']"{}}}]}})",
                                             more)));
  };
  EXPECT_EQ(match(""), pay);
  EXPECT_EQ(match(R"(,"revoked":true)"), "");
  EXPECT_EQ(match(R"(,"labels":["platform:android"])"), "");
  EXPECT_EQ(match(R"(,"labels":["platform:ios"])"), pay);
}

TEST(MatchPatterns, a_case_is_matched_with_values_and_conditions_in_one_go) {
  CaseBuilder builder;
  fill(builder);
  auto set = indicators_of({"[domain-name:value = 'example.org']",
                            "[domain-name:value = 'example.com' AND url:value LIKE '%pay%']"});
  EXPECT_EQ(match_case(builder.store(), CaseBuilder::artefacts(), set, 1).value_or(-1), 2);
  auto rows = builder.store().database().prepare(
      "SELECT i.type, i.value, m.grade, m.relation, m.time FROM match m JOIN indicator i ON i.id = "
      "m.indicator "
      "WHERE i.type = 'pattern'");
  ASSERT_TRUE(rows && rows->step().value_or(false));
  EXPECT_EQ(rows->text(1), "[domain-name:value = 'example.com' AND url:value LIKE '%pay%']");
  EXPECT_EQ(rows->text(2), "pattern");
  EXPECT_EQ(rows->text(3), "visited");
  EXPECT_EQ(rows->integer(4), noon);
  auto findings = builder.findings("indicator.match");
  EXPECT_NE(findings.find("it meets the published pattern \"[domain-name:value = 'example.com'"),
            std::string::npos)
      << findings;
}

}  // namespace
}  // namespace bridle::testing
