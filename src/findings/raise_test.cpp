#include "findings/raise.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "findings/match_case.h"
#include "findings/store_suppressions.h"
#include "findings/verdict.h"
#include "testing/case_builder.h"
#include "testing/indicators.h"

namespace bridle::testing {
namespace {

constexpr std::int64_t hour = 3600LL * 1'000'000'000;
constexpr std::int64_t noon = 1'700'000'000LL * 1'000'000'000;

/// One campaign with a domain and a process.
constexpr std::string_view stheno = R"({"objects":[{"type":"malware","id":"malware--1","name":"Stheno"},
  {"type":"indicator","id":"indicator--1","pattern":"[domain-name:value = 'example.com']"},
  {"type":"indicator","id":"indicator--2","pattern":"[process:name = 'bh']"},
  {"type":"indicator","id":"indicator--3","pattern":"[domain-name:value = 'example.org']"},
  {"type":"relationship","id":"relationship--1","relationship_type":"indicates","source_ref":"indicator--1","target_ref":"malware--1"},
  {"type":"relationship","id":"relationship--2","relationship_type":"indicates","source_ref":"indicator--2","target_ref":"malware--1"}]})";

class Raised {
 public:
  Raised& visit(std::string_view url, std::int64_t time) {
    builder_.run(
        fmt::format("INSERT INTO ios_safari_history(url, visit_time, relation, locator) VALUES('{}', {}, "
                    "'visited', 'row')",
                    url, time));
    return *this;
  }
  Raised& process(std::string_view name, std::int64_t time) {
    builder_.run(fmt::format(
        "INSERT INTO ios_os_analytics_ad_daily(process, time, locator) VALUES('{}', {}, 'key')", name, time));
    return *this;
  }
  CaseBuilder& builder() { return builder_; }

  /// Matches and raises as `revision`; "severity confidence relation n-th others aside" by line.
  std::string raise(std::int64_t revision = 1, const SuppressionFile& suppressions = {},
                    std::string_view indicators = stheno) {
    CaseStore& store = builder_.store();
    auto run = [&]() -> Result<std::string> {
      TRY(match_case(store, CaseBuilder::artefacts(), load(indicators), revision));
      TRY(store_suppressions(store, suppressions, revision));
      TRY(raise_findings(store, revision));
      std::string text;
      auto rows = TRY(store.database().prepare(
          "SELECT severity, confidence, relation, (SELECT count(*) FROM corroboration WHERE finding = f.id), "
          "coalesce(suppression, 0) FROM finding f WHERE revision = ? AND rule = 'indicator.match' ORDER BY "
          "id"));
      rows.bind(1, revision);
      while (TRY(rows.step()))
        text += fmt::format("{} {} {} {} {}\n", rows.text(0), rows.text(1), rows.text(2), rows.integer(3),
                            rows.integer(4));
      return text;
    };
    auto text = run();
    return text ? *text : "error: " + text.error().message;
  }
  std::string references(std::int64_t revision) {
    std::string text;
    auto rows = builder_.store().database().prepare(
        "SELECT reference FROM finding WHERE revision = ? AND rule = 'indicator.match' ORDER BY reference");
    rows->bind(1, revision);
    while (rows->step().value_or(false)) text += std::string(rows->text(0)) + " ";
    return text;
  }

 private:
  CaseBuilder builder_;
};

SuppressionFile of(Suppression s) {
  s.number = 1;
  s.reason = "a reason";
  s.author = "an author";
  s.date = "2026-11-24";
  return {.name = "aside.txt", .sha256 = std::string(64, '0'), .suppressions = {std::move(s)}};
}

TEST(Raise, independent_sources_near_in_time_make_each_other_surer) {
  EXPECT_EQ(Raised().visit("https://a.b.example.com/", noon).process("bh", noon + 24 * hour).raise(),
            "critical high executed 1 0\nmedium high visited 1 0\n");
  EXPECT_EQ(Raised().visit("https://a.b.example.com/", noon).process("bh", noon + 25 * hour).raise(),
            "critical high executed 0 0\nmedium high visited 0 0\n");
}

TEST(Raise, one_step_and_only_by_another_file_of_one_campaign) {
  // A received link is of confidence medium by itself.
  auto link = [](Raised& raised, std::int64_t time) -> Raised& {
    raised.builder().run(fmt::format(
        "INSERT INTO ios_sms(guid, text, date, relation, chat_identifier, locator) VALUES('g', 'x', {}, "
        "'received', '+1', 'row')",
        time));
    raised.builder().run(
        "INSERT INTO mined(source, record, column_name, type, form, value) SELECT 'ios_sms', max(id), "
        "'text', "
        "'url', 'plain', 'https://example.com/x' FROM ios_sms");
    return raised;
  };
  Raised alone, both, foreign, elsewhere;
  EXPECT_EQ(link(alone, noon).raise(), "medium medium received 0 0\n");
  EXPECT_EQ(link(both, noon).process("bh", noon - hour).raise(),
            "critical high executed 1 0\nmedium high received 1 0\n");
  EXPECT_EQ(link(foreign, noon).visit("https://example.org/", noon).raise(),
            "medium high visited 0 0\nmedium medium received 0 0\n")
      << "another indicator, of nobody";
  EXPECT_EQ(link(elsewhere, noon).visit("https://ex\xD0\xB0mple.com/", noon).raise(),
            "medium medium received 0 0\nlow low visited 0 0\n")
      << "a look-alike neither gives nor takes";
}

TEST(Raise, what_is_set_aside_is_kept_and_does_not_count) {
  Raised raised;
  raised.visit("https://example.com/", noon).process("bh", noon);
  EXPECT_EQ(raised.raise(1), "critical high executed 1 0\nmedium high visited 1 0\n");
  EXPECT_EQ(raised.raise(2, of({.indicator = "bh"})),
            "medium high visited 0 0\ncritical high executed 1 1\n");
  auto verdict = verdict_of(raised.builder().store(), 2);
  ASSERT_TRUE(verdict);
  EXPECT_EQ(finding_level(*verdict), "medium");
  EXPECT_EQ(verdict->suppressed, 1);
  EXPECT_EQ(raised.references(1), raised.references(2)) << "the same findings, one of them set aside";
  EXPECT_EQ(raised.raise(
                3, of({.indicator = "indicator--1", .scope = Suppression::Scope::table, .where = "ios_sms"})),
            raised.raise(1 + 3));
  EXPECT_EQ(raised.raise(5, of({.rule = "indicator.match"})),
            "critical high executed 0 1\nmedium high visited 0 1\n");
  EXPECT_EQ(finding_level(verdict_of(raised.builder().store(), 5).value()), "none");
}

TEST(Raise, a_suppression_of_another_device_is_kept_and_not_applied) {
  Raised raised;
  raised.visit("https://example.com/", noon);
  raised.builder().device("unique_identifier", "ABC");
  auto scoped = [](std::string_view device) {
    return of({.rule = "indicator.match", .scope = Suppression::Scope::device, .where = std::string(device)});
  };
  EXPECT_EQ(raised.raise(1, scoped("abc")), "medium high visited 0 1\n");
  EXPECT_EQ(raised.raise(2, scoped("abd")), "medium high visited 0 0\n");
  EXPECT_EQ(raised.builder().store().database().number("SELECT count(*) FROM suppression").value_or(-1), 2);
}

TEST(Raise, part_of_a_group_is_set_aside_without_the_rest) {
  Raised raised;
  raised.visit("https://example.com/", noon).visit("https://example.net/", noon);
  std::string_view both = R"({"objects":[{"type":"malware","id":"malware--1","name":"Stheno"},
    {"type":"indicator","id":"indicator--1","pattern":"[domain-name:value = 'example.com']"},
    {"type":"indicator","id":"indicator--2","pattern":"[domain-name:value = 'example.net']"},
    {"type":"relationship","id":"relationship--1","relationship_type":"indicates","source_ref":"indicator--1","target_ref":"malware--1"},
    {"type":"relationship","id":"relationship--2","relationship_type":"indicates","source_ref":"indicator--2","target_ref":"malware--1"}]})";
  EXPECT_EQ(raised.raise(1, {}, both), "medium high visited 0 0\n");
  EXPECT_EQ(raised.raise(2, of({.indicator = "example.net"}), both),
            "medium high visited 0 0\nmedium high visited 0 1\n");
}

TEST(Raise, references_stay_when_the_level_does_not) {
  Raised raised;
  raised.visit("https://example.com/", noon);
  raised.raise(1);
  std::string doubtful(stheno);
  doubtful.replace(doubtful.find(R"("id":"indicator--1",)"), 20, R"("id":"indicator--1","confidence":10,)");
  EXPECT_EQ(raised.raise(2, {}, doubtful), "medium low visited 0 0\n");
  EXPECT_EQ(raised.references(1), raised.references(2));
}

}  // namespace
}  // namespace bridle::testing
