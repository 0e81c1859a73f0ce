#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/sqlite.h"
#include "program.h"

namespace bridle::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view aside =
    "bridle suppressions 1\n"
    "rule: indicator.match\n"
    "scope: all\n"
    "reason: planted by the examiner\n"
    "author: E. Xaminer\n"
    "date: 2026-11-24\n";

std::string case_of(const Folder& folder) {
  forge(folder / "forged", {});
  auto first = run_bridle({"examine", folder / "forged/backup", "--case", folder / "case", "-i",
                           folder / "forged/indicators.stix2"});
  EXPECT_EQ(first.code, 1) << first.err;
  return folder / "case";
}

TEST(Suppressions, are_shown_and_do_not_count) {
  Folder folder;
  std::string at = case_of(folder);
  write_text(folder / "aside.txt", std::string(aside));
  auto second = run_bridle({"match", at, "-i", folder / "forged/indicators.stix2", "--suppressions",
                            folder / "aside.txt", "--fail-on", "critical"});
  EXPECT_NE(second.code, 1) << "what is left is below critical";
  EXPECT_NE(second.code, 2) << second.err;
  EXPECT_THAT(second.out, HasSubstr(" more are set aside); coverage "));
  EXPECT_THAT(second.out, HasSubstr("set aside by E. Xaminer on 2026-11-24: planted by the examiner"));
  EXPECT_GT(count_in(at, "SELECT count(*) FROM finding WHERE revision = 2 AND suppression = 1"), 0);
  std::string report = read_text(at + "/report.html");
  EXPECT_THAT(report, HasSubstr(">Set aside ("));
  EXPECT_THAT(report, HasSubstr("planted by the examiner"));
  auto listed = run_bridle({"findings", at, "--csv"});
  EXPECT_THAT(listed.out, HasSubstr("set aside by E. Xaminer"));
  EXPECT_EQ(run_bridle({"export", at, "-o", folder / "mvt"}).code, 0);
  EXPECT_THAT(read_text(folder / "mvt/alerts.json"),
              HasSubstr("\"message\":\"Set aside by E. Xaminer on 2026-11-24: planted by the examiner. "));
  EXPECT_THAT(run_bridle({"diff", at, "--csv"}).out, HasSubstr("\r\n\"set aside\","));
  EXPECT_EQ(run_bridle({"verify", at}).code, 0);
}

TEST(Suppressions, a_broken_file_is_a_usage_error_that_names_the_line) {
  Folder folder;
  std::string at = case_of(folder);
  write_text(folder / "aside.txt", "bridle suppressions 1\nrule: indicator.match\nscope: all\nreason: x\n");
  auto outcome = run_bridle(
      {"match", at, "-i", folder / "forged/indicators.stix2", "--suppressions", folder / "aside.txt"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("aside.txt: line 2: the suppression that begins here has no author"));
  EXPECT_EQ(count_in(at, "SELECT count(*) FROM revision"), 1) << "nothing was matched";
  EXPECT_EQ(
      run_bridle({"match", at, "-i", folder / "forged/indicators.stix2", "--suppressions", folder / "no"})
          .code,
      2);
}

TEST(Diff, tells_what_is_new_gone_unchanged_and_withdrawn) {
  Folder folder;
  std::string at = case_of(folder);
  EXPECT_EQ(run_bridle({"diff", at}).code, 2) << "one revision";
  auto kept = text_in(at, "SELECT value FROM indicator WHERE type = 'process_name'");
  ASSERT_NE(kept, "");
  write_text(
      folder / "few.stix2",
      R"({"type":"bundle","objects":[{"type":"indicator","id":"indicator--1","pattern":"[process:name = ')" +
          kept + "']\"}]}");
  EXPECT_NE(run_bridle({"match", at, "-i", folder / "few.stix2"}).code, 2);
  auto shown = run_bridle({"diff", at, "--csv"});
  EXPECT_EQ(shown.code, 0) << shown.err;
  EXPECT_THAT(shown.out, HasSubstr("\r\n\"new\",")) << "the process, of nobody now";
  EXPECT_THAT(shown.out, HasSubstr("\r\n\"gone\","));
  EXPECT_THAT(shown.out, HasSubstr("\r\n\"withdrawn\","));
  EXPECT_THAT(shown.out, HasSubstr("\r\n\"unchanged\",")) << "rules that need no indicator";
  auto same = run_bridle({"diff", at, "--from", "1", "--to", "1", "--json"});
  EXPECT_THAT(same.out, HasSubstr("\"unchanged\""));
  EXPECT_THAT(same.out, Not(HasSubstr("\"new\"")));
  EXPECT_THAT(same.out, Not(HasSubstr("\"withdrawn\"")));
  EXPECT_EQ(run_bridle({"diff", at, "--to", "3"}).code, 2);
  EXPECT_EQ(run_bridle({"verify", at}).code, 0);
}

TEST(Packs, class_collisions_and_withdrawals_reach_the_case) {
  Folder folder;
  std::string at = case_of(folder);
  auto process = text_in(at, "SELECT value FROM indicator WHERE type = 'process_name'");
  ASSERT_NE(process, "");
  auto build = [&](const std::string& name, std::vector<std::string> more) {
    std::vector<std::string> words{
        "indicators", "build",     folder / (name + ".txt"), "-o", folder / (name + ".pack"), "--name", name,
        "--date",     "2026-02-01"};
    words.insert(words.end(), more.begin(), more.end());
    auto built = run_bridle(words);
    EXPECT_EQ(built.code, 0) << built.err;
    auto matched = run_bridle({"match", at, "-i", folder / (name + ".pack"), "-q"});
    EXPECT_NE(matched.code, 2) << matched.err;
    return matched.code;
  };
  write_text(folder / "one.txt", "type,value\nprocess,\"" + process + "\"\n");
  EXPECT_EQ(build("one", {"--class", "forensic tool"}), 1);
  EXPECT_EQ(text_in(at, "SELECT class FROM indicator WHERE revision = 2"), "forensic tool");
  auto severity = [&](int revision) {
    return text_in(
        at,
        "SELECT severity || ' ' || confidence FROM finding WHERE rule = 'indicator.match' AND revision = " +
            std::to_string(revision) + " LIMIT 1");
  };
  EXPECT_THAT(severity(2), HasSubstr("high ")) << "a forensic tool that ran; spyware would be critical";

  write_text(folder / "two.txt", "type,value\nprocess,\"" + process + "\"\n");
  write_text(folder / "known.txt", "process_name " + process + ": a program of the demonstration\n");
  build("two", {"--class", "forensic tool", "--collisions", folder / "known.txt"});
  EXPECT_EQ(severity(3), "medium low");
  EXPECT_THAT(text_in(at, "SELECT statement FROM finding WHERE rule = 'indicator.match' AND revision = 3"),
              HasSubstr("Harmless things are known to have this value too: a program of the demonstration."));

  write_text(folder / "three.txt", "type,value\ndomain,other.example\n");
  build("three", {"--previous", folder / "two.pack"});
  EXPECT_THAT(text_in(at, "SELECT reason FROM indicator_remark WHERE revision = 4 AND kind = 'withdrawn'"),
              HasSubstr("left its source by 2026-02-01"));
  EXPECT_THAT(run_bridle({"diff", at, "--csv"}).out,
              HasSubstr("\"left its source by 2026-02-01\",\"process_name " + process));
  EXPECT_THAT(read_text(at + "/report.html"), HasSubstr("Withdrawn since"));
  EXPECT_EQ(run_bridle({"verify", at}).code, 0);
}

TEST(Verify, an_older_revision_that_was_changed_and_sealed_again_is_named) {
  Folder folder;
  std::string at = case_of(folder);
  {
    auto database = Database::open(at + "/case.sqlite", Database::Mode::read_write);
    ASSERT_TRUE(database);
    ASSERT_TRUE(
        database->run("UPDATE finding SET severity = 'low' WHERE revision = 1 AND severity = 'critical'"));
  }
  // A later run seals whatever it finds; the journal still knows what revision 1 was.
  EXPECT_NE(run_bridle({"match", at, "-i", folder / "forged/indicators.stix2"}).code, 2);
  auto verified = run_bridle({"verify", at});
  EXPECT_EQ(verified.code, 1);
  EXPECT_THAT(verified.out + verified.err, HasSubstr("the rows of revision 1 give "));
}

}  // namespace
}  // namespace bridle::testing
