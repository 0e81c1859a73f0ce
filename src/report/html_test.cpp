#include "report/html.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>

#include "base/sha256.h"
#include "report/style.h"

namespace bridle {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Row {
  std::string_view text;
  std::optional<Time> when;
};
constexpr std::array columns{column<&Row::text>("Text."),
                             column<&Row::when>("When.").event("thing_happened")};
constexpr TableSchema schema = table<Row>("test_things", "Things.", columns);
Result<> extract(Input&, Rows<Row>&) {
  return {};
}
constexpr Artefact things{.id = "test.things",
                          .title = "Things",
                          .source = "",
                          .platform = Platform::ios,
                          .question = Question::messages,
                          .presence = Presence::always,
                          .paths = {},
                          .table = &schema,
                          .row_type = row_of<&extract>,
                          .extract = typed<&extract>};
constexpr Artefact others{.id = "test.others",
                          .title = "Others",
                          .source = "",
                          .platform = Platform::ios,
                          .question = Question::browsing,
                          .presence = Presence::sometimes,
                          .paths = {},
                          .table = &schema,
                          .row_type = row_of<&extract>,
                          .extract = typed<&extract>};

// A case in a folder of its own, gone with it.
class Case {
 public:
  Case() {
    std::string pattern = (std::filesystem::temp_directory_path() / "bridle-report-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    const Artefact* artefacts[] = {&things};
    auto made = CaseStore::create(folder_.string(), artefacts);
    EXPECT_TRUE(made) << made.error().message;
    store_.emplace(std::move(*made));
    run("INSERT INTO artefact VALUES('test.others', 'Others', 'test_things', 'browsing', 'sometimes');"
        "INSERT INTO examination VALUES('program_version', '9.9'), ('container', 'ios_backup'), ('triage', "
        "'no'), ('sandbox_missing', '')");
  }
  Case(const Case&) = delete;
  ~Case() {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }
  void run(const std::string& sql) {
    auto done = store_->database().run(sql);
    EXPECT_TRUE(done) << done.error().message;
  }
  void coverage(std::string artefact, CoverageStatus status, std::string reason = "") {
    Coverage row;
    row.artefact = std::move(artefact);
    row.path = "/var/thing.db";
    row.status = status;
    row.reason = std::move(reason);
    EXPECT_TRUE(store_->add_coverage(row));
  }
  void record(std::int64_t id, std::string_view text, std::int64_t when) {
    auto insert = store_->database().prepare("INSERT INTO test_things VALUES(?, 1, 'row 7', 'live', ?, ?)");
    EXPECT_TRUE(insert->bind_all(id, text, when).run());
  }
  void finding(std::string_view severity, std::string_view statement, std::int64_t record = 1) {
    auto insert = store_->database().prepare(
        "INSERT INTO finding VALUES(NULL, 1, 'abcdef012345', 'indicator.match', 'A title', ?, 'low', "
        "'received', 1577836800000000000, "
        "'device clock, UTC', ?, 'It does not show that.', 'It may be harmless.', '[\"Campaign <X>\"]', "
        "'amber', NULL)");
    EXPECT_TRUE(insert->bind_all(severity, statement).run());
    run("INSERT INTO finding_record VALUES(" + std::to_string(store_->database().last_rowid()) +
        ", 1, 'test_things', " + std::to_string(record) + ", NULL)");
  }
  std::string report() {
    auto text = report_html(*store_, 1);
    EXPECT_TRUE(text) << text.error().message;
    return text ? *text : std::string();
  }
  CaseStore& store() { return *store_; }

 private:
  std::filesystem::path folder_;
  std::optional<CaseStore> store_;
};

constexpr std::int64_t day = 1'577'836'800'000'000'000;  // 2020-01-01

TEST(Report, says_what_silence_is_worth_when_everything_was_read) {
  Case c;
  c.coverage("test.things", CoverageStatus::complete);
  c.coverage("test.others", CoverageStatus::complete);
  std::string report = c.report();
  EXPECT_THAT(report, HasSubstr("Nothing was found in the 2 kinds of trace that could be read."));
  EXPECT_THAT(report, HasSubstr("Coverage is complete: 2 of 2 kinds of trace could be read."));
  EXPECT_THAT(report, HasSubstr("This does not prove"));
  EXPECT_THAT(report, HasSubstr("No published indicators were given"));
  EXPECT_THAT(report, Not(HasSubstr("infected")));
  EXPECT_THAT(report, Not(HasSubstr("clean")));
}

TEST(Report, counts_what_is_absent_or_unread_beside_the_silence) {
  Case c;
  c.coverage("test.things", CoverageStatus::complete);
  c.coverage("test.others", CoverageStatus::failed, "the file is no database");
  std::string report = c.report();
  EXPECT_THAT(report, HasSubstr("Nothing was found in the 1 kind of trace that could be read."));
  EXPECT_THAT(report, HasSubstr("1 other could not be read or is absent."));
  EXPECT_THAT(report, HasSubstr("Coverage is partial: 1 of 2 kinds of trace could be read."));
  EXPECT_THAT(report, HasSubstr("✕ could not be read"));
  EXPECT_THAT(report, HasSubstr("the file is no database"));
}

TEST(Report, warns_when_too_little_could_be_read) {
  Case c;
  c.coverage("test.things", CoverageStatus::absent, "every such phone has it");
  c.coverage("test.others", CoverageStatus::absent, "only some phones have it");
  std::string report = c.report();
  EXPECT_THAT(report, HasSubstr("Nothing was found, for nothing could be read."));
  EXPECT_THAT(report, HasSubstr("Coverage is insufficient: 0 of 2"));
}

TEST(Report, tells_a_finding_with_its_doubts_and_its_record) {
  Case c;
  c.coverage("test.things", CoverageStatus::complete);
  c.record(1, "click\u202E <b>here</b>", day);
  c.finding("high", "Something stands in a <record>.");
  std::string report = c.report();
  EXPECT_THAT(report, HasSubstr("1 finding, of severity high."));
  EXPECT_THAT(report, HasSubstr("severity: high</span>"));
  EXPECT_THAT(report, HasSubstr("confidence: low</span>"));
  EXPECT_THAT(report, HasSubstr("relation: received</span>"));
  EXPECT_THAT(report, HasSubstr("TLP:AMBER</span>"));
  EXPECT_THAT(report, HasSubstr("2020-01-01T00:00:00Z (device clock, UTC)"));
  EXPECT_THAT(report, HasSubstr("Campaign &lt;X&gt;"));
  EXPECT_THAT(report, HasSubstr("Something stands in a &lt;record&gt;."));
  EXPECT_THAT(report, HasSubstr("click<span class=token>[U+202E]</span> &lt;b&gt;here&lt;/b&gt;"));
  EXPECT_THAT(report, HasSubstr("row 7"));
  EXPECT_THAT(report, HasSubstr("thing happened — time of a finding"));
}

TEST(Report, holds_no_link_no_resource_and_no_script) {
  Case c;
  c.coverage("test.things", CoverageStatus::complete);
  c.record(1, "https://example.org/ javascript:alert(1) \" onmouseover=\"x", day);
  c.finding("critical", "</p><a href=\"https://example.org\">x</a><img src=x>");
  std::string report = c.report();
  std::set<std::string> tags;
  std::regex tag("<([a-z0-9!]+)([^>]*)>");
  for (std::sregex_iterator i(report.begin(), report.end(), tag), end; i != end; ++i) {
    tags.insert((*i)[1]);
    EXPECT_FALSE(std::regex_search((*i)[2].str(), std::regex("href=|src=|style=|\\bon[a-z]+="))) << i->str();
  }
  for (const char* forbidden : {"a", "img", "script", "iframe", "link", "form", "object", "svg", "base"})
    EXPECT_FALSE(tags.contains(forbidden)) << forbidden;
  EXPECT_THAT(report, Not(HasSubstr("@import")));
  EXPECT_THAT(report, Not(HasSubstr("url(")));
}

TEST(Report, allows_exactly_its_own_style) {
  Case c;
  std::string report = c.report();
  std::regex style("<style>([^<]*)</style>");
  int count = 0;
  for (std::sregex_iterator i(report.begin(), report.end(), style), end; i != end; ++i, ++count)
    EXPECT_THAT(report.substr(0, report.find("<title>")),
                HasSubstr("'sha256-" + to_base64(sha256(as_bytes((*i)[1].str()))) + "'"));
  EXPECT_EQ(count, 2);
  EXPECT_THAT(report, HasSubstr("default-src 'none'; style-src 'sha256-"));
}

TEST(Report, is_the_same_for_the_same_case_and_shorter_than_its_evidence) {
  Case c;
  c.coverage("test.things", CoverageStatus::complete);
  c.record(1, std::string(1'000'000, '\x01'), day);
  for (int i = 0; i < 4000; ++i) c.finding("low", "A statement.");
  std::string report = c.report();
  EXPECT_EQ(report, c.report());
  EXPECT_THAT(report, HasSubstr("findings in short"));
  EXPECT_THAT(report, HasSubstr("Findings (4,000)"));
  EXPECT_LT(report.size(), 6'000'000u);
}

}  // namespace
}  // namespace bridle
