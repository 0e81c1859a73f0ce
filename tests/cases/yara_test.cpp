#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "program.h"

namespace bridle::testing {
namespace {
namespace fs = std::filesystem;
using ::testing::HasSubstr;

class Yara : public ::testing::Test {
 protected:
  Yara() {
    fs::create_directories(folder_ / "dump/private/var/tmp");
    fs::create_directories(folder_ / "dump/usr/libexec");
    fs::create_directories(folder_ / "dump/private/var/mobile/Media");
    write_text(folder_ / "dump/private/var/tmp/x", "nothing and evil-string, twice: evil-string");
    write_text(folder_ / "dump/usr/libexec/y", "good");
    write_text(folder_ / "dump/private/var/mobile/Media/report.txt", "a report that quotes evil-string");
    write_text(folder_ / "r.yar", "rule planted { strings: $a = \"evil-string\" condition: $a }");
  }
  Outcome examine(const std::string& rules) {
    return run_bridle({"examine", folder_ / "dump", "--case", folder_ / "case", "--yara", rules});
  }
  Folder folder_;
};

TEST_F(Yara, rules_are_held_against_chosen_files_in_the_cage) {
  auto outcome = examine(folder_ / "r.yar");
  EXPECT_EQ(outcome.code, 1) << outcome.err;
  std::string at = folder_ / "case";
  EXPECT_EQ(count_in(at, "SELECT count(*) FROM any_yara_match"), 2);
  EXPECT_EQ(text_in(at,
                    "SELECT rule || ' ' || file || ' ' || position || ' ' || length FROM any_yara_match "
                    "ORDER BY position"),
            "planted /private/var/tmp/x 12 11");
  EXPECT_EQ(
      text_in(at,
              "SELECT severity || ' ' || confidence || ': ' || statement FROM finding WHERE rule = "
              "'indicator.yara'"),
      "high medium: The YARA rule \"planted\" of r.yar fits 1 file, in 2 places: \"/private/var/tmp/x\".");
  EXPECT_EQ(
      count_in(at, "SELECT count(*) FROM coverage WHERE artefact = 'any.yara_match' AND status = 'complete'"),
      3)
      << "two files and the rules";
  EXPECT_THAT(text_in(at, "SELECT notes FROM coverage WHERE path = 'YARA rules'"),
              HasSubstr("r.yar: 1 rule; SHA-256 "));
  EXPECT_THAT(text_in(at, "SELECT notes FROM coverage WHERE path = 'YARA rules'"), HasSubstr("2 files of "));
  EXPECT_EQ(run_bridle({"verify", at}).code, 0);
}

TEST_F(Yara, a_hostile_file_among_the_rules_is_named_and_costs_itself) {
  fs::create_directories(folder_ / "rules");
  write_text(folder_ / "rules/a.yar", "include \"/etc/passwd\"\nrule x { condition: true }");
  write_text(folder_ / "rules/b.yara", read_text(folder_ / "r.yar"));
  EXPECT_EQ(examine(folder_ / "rules").code, 1);
  std::string at = folder_ / "case";
  EXPECT_EQ(text_in(at, "SELECT status || ': ' || reason FROM coverage WHERE path = 'YARA rules'"),
            "partial: 1 of 2 files of rules could not be used");
  EXPECT_THAT(text_in(at, "SELECT notes FROM coverage WHERE path = 'YARA rules'"),
              HasSubstr("a.yar was left out: line 1: "));
  EXPECT_EQ(count_in(at, "SELECT count(*) FROM any_yara_match"), 2);
}

TEST_F(Yara, without_a_usable_rule_there_is_no_examination) {
  write_text(folder_ / "r.yar", "rule {");
  auto outcome = examine(folder_ / "r.yar");
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("no YARA rules could be used: r.yar: line 1: "));
  EXPECT_EQ(examine(folder_ / "none").code, 2);
}

TEST_F(Yara, a_rule_that_takes_too_long_costs_its_files) {
  write_text(folder_ / "dump/private/var/tmp/x", std::string(2'000'000, 'a'));
  write_text(folder_ / "r.yar", "rule slow { strings: $a = /(a|aa|aaa)*b?(a|aa|aaa)*c/ condition: $a }");
  auto outcome = examine(folder_ / "r.yar");
  EXPECT_NE(outcome.code, 2) << outcome.err;
  EXPECT_EQ(count_in(folder_ / "case", "SELECT count(*) FROM coverage WHERE artefact = 'any.yara_match'"), 3);
}

TEST_F(Yara, nothing_is_said_of_rules_that_were_not_given) {
  EXPECT_NE(run_bridle({"examine", folder_ / "dump", "--case", folder_ / "case"}).code, 2);
  EXPECT_EQ(count_in(folder_ / "case", "SELECT count(*) FROM coverage WHERE artefact = 'any.yara_match'"), 0);
}

}  // namespace
}  // namespace bridle::testing
