#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "findings/match_case.h"
#include "testing/case_builder.h"
#include "testing/indicators.h"

namespace bridle::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

/// What the rule says of a case after matching: `objects` are indicator patterns, all attributed to `malware`
/// when it is given.
std::string found(CaseBuilder& builder, const std::vector<std::string>& patterns,
                  std::string_view malware = "") {
  std::string json = R"({"objects":[)";
  if (!malware.empty())
    json += fmt::format(R"({{"type":"malware","id":"malware--1","name":"{}"}},)", malware);
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    json += fmt::format(R"({}{{"type":"indicator","id":"indicator--{}","pattern":"{}"}})", i ? "," : "", i,
                        patterns[i]);
    if (!malware.empty())
      json +=
          fmt::format(R"(,{{"type":"relationship","id":"relationship--{0}","relationship_type":"indicates",
        "source_ref":"indicator--{0}","target_ref":"malware--1"}})",
                      i);
  }
  auto matches = match_case(builder.store(), CaseBuilder::artefacts(), load(json + "]}"), 1);
  if (!matches) return matches.error().message;
  return builder.findings("indicator.match");
}

void visit(CaseBuilder& builder, std::string_view url) {
  builder.run(
      fmt::format("INSERT INTO ios_safari_history(url, visit_time, relation) VALUES('{}', "
                  "1700000000000000000, 'visited')",
                  url));
}

void message(CaseBuilder& builder, std::string_view chat, std::string_view link) {
  builder.run(
      fmt::format("INSERT INTO ios_sms(guid, text, date, relation, chat_identifier) VALUES('g', 'x', "
                  "1700000000000000000, 'received', '{}')",
                  chat));
  builder.run(
      fmt::format("INSERT INTO mined(source, record, column_name, type, form, value) SELECT 'ios_sms', "
                  "max(id), 'text', 'url', 'plain', '{}' FROM ios_sms",
                  link));
}

TEST(IndicatorMatch, one_value_is_told_in_one_sentence) {
  CaseBuilder builder;
  visit(builder, "https://evil.example.com/a");
  visit(builder, "https://evil.example.com/a");
  EXPECT_EQ(found(builder, {"[domain-name:value = 'example.com']"}, "Pegasus"),
            "medium high 2023-11-14T22:13:20Z | \"https://evil.example.com/a\" was visited (2 records of "
            "ios_safari_history); it lies below the published domain \"example.com\" (grade: "
            "registered_domain) of Pegasus (mercenary spyware). | ios_safari_history 1, ios_safari_history "
            "2\n");
}

TEST(IndicatorMatch, a_thousand_hits_of_one_campaign_in_one_conversation_are_one_finding) {
  CaseBuilder builder;
  builder.run("BEGIN");
  for (int i = 0; i < 1000; ++i)
    message(builder, "+15550100", fmt::format("https://a{}.example.com/", i % 20));
  message(builder, "+15550199", "https://a1.example.com/");
  builder.run("COMMIT");
  std::string text = found(
      builder, {"[domain-name:value = 'example.com']", "[domain-name:value = 'a1.example.com']"}, "Pegasus");
  EXPECT_EQ(std::ranges::count(text, '\n'), 2);
  EXPECT_THAT(text,
              HasSubstr("| 20 values that meet published indicators of Pegasus (mercenary spyware) were "
                        "received (1000 records of ios_sms, in the conversation \"+15550100\"): "
                        "\"https://a0.example.com/\" (domain \"example.com\", grade: registered_domain)"));
  EXPECT_THAT(text, HasSubstr(" and 8 more. |"));
  EXPECT_THAT(text, HasSubstr("(1 record of ios_sms, in the conversation \"+15550199\")"));
}

TEST(IndicatorMatch, indicators_of_nobody_are_findings_of_their_own) {
  CaseBuilder builder;
  visit(builder, "https://a.example.com/");
  visit(builder, "https://b.example.org/");
  EXPECT_EQ(std::ranges::count(found(builder, {"[domain-name:value = 'example.com']",
                                               "[domain-name:value = 'example.org']"}),
                               '\n'),
            2);
}

TEST(IndicatorMatch, a_look_alike_is_apart_and_said_to_be_another_host) {
  CaseBuilder builder;
  visit(builder, "https://example.com/");
  visit(builder, "https://ex\xD0\xB0mple.com/");  // a Cyrillic letter
  std::string text = found(builder, {"[domain-name:value = 'example.com']"}, "Pegasus");
  EXPECT_EQ(std::ranges::count(text, '\n'), 2) << text;
  EXPECT_THAT(text, HasSubstr("low low 2023-11-14T22:13:20Z | \"https://ex\xD0\xB0mple.com/\" was visited (1 "
                              "record of ios_safari_history); it is another host, and only looks like the "
                              "published domain \"example.com\" (grade: look_alike) of Pegasus"));
}

TEST(IndicatorMatch, a_sequence_over_several_records_is_one_finding) {
  CaseBuilder builder;
  visit(builder, "https://a.example.com/");
  builder.run(
      "INSERT INTO ios_manifest(device_path, created) VALUES('/private/var/tmp/bh', "
      "1700000030000000000)");
  std::string text =
      found(builder, {"[domain-name:value = 'example.com'] FOLLOWEDBY [file:name = 'bh']"}, "Pegasus");
  EXPECT_EQ(std::ranges::count(text, '\n'), 1) << text;
  EXPECT_THAT(text, HasSubstr("2 records together meet the published condition"));
  EXPECT_THAT(text,
              HasSubstr("\"https://a.example.com/\" was visited (ios_safari_history), "
                        "\"/private/var/tmp/bh\" was found on disk (ios_manifest). | ios_safari_history "
                        "1, ios_manifest 1"));
}

TEST(IndicatorMatch, a_name_that_ios_carries_is_weighed_less_and_said_so) {
  CaseBuilder builder;
  auto run = [&](std::string_view process) {
    builder.run(
        fmt::format("INSERT INTO ios_data_usage(kind, full_process_name) VALUES('usage', '{}')", process));
  };
  run("imagent");
  run("roleaboutd");
  std::string text =
      found(builder, {"[process:name = 'imagent']", "[process:name = 'roleaboutd']"}, "Pegasus");
  EXPECT_THAT(text, HasSubstr("medium low undated | \"imagent\" was executed"));
  EXPECT_THAT(text,
              HasSubstr("iOS itself carries \"imagent\" (process of Messages; known for iOS 12 to 17), so "
                        "the names may only coincide."));
  EXPECT_THAT(text, HasSubstr("critical high undated | \"roleaboutd\" was executed"));
}

}  // namespace
}  // namespace bridle::testing
