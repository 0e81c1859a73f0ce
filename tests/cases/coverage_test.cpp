#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "program.h"

namespace bridle::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class EvidenceCoverage : public ::testing::Test {
 protected:
  // The examination's own words; its case is `case`.
  std::string examined(const std::string& evidence) {
    auto outcome = run_bridle({"examine", evidence, "--case", folder_ / "case"});
    EXPECT_TRUE(outcome.code == 0 || outcome.code == 1 || outcome.code == 3) << outcome.err;
    return outcome.out;
  }
  std::string row(const std::string& artefact) {
    return text_in(folder_ / "case",
                   "SELECT status || ': ' || reason FROM coverage WHERE artefact = '" + artefact + "'");
  }
  std::string presence(const std::string& artefact) {
    return text_in(folder_ / "case", "SELECT presence FROM artefact WHERE id = '" + artefact + "'");
  }
  std::string backup(const std::string& version) {
    BackupTemplate as;
    as.product_version = version;
    forge(folder_ / "forged", as);
    return folder_ / "forged/backup";
  }
  std::string dump() {
    auto forged = forge_dump(folder_ / "forged", *forge_sizes("small"), {.packing = Packing::folder});
    EXPECT_TRUE(forged) << forged.error().message;
    return folder_ / "forged/dump";
  }
  Folder folder_;
};

TEST_F(EvidenceCoverage, a_backup_is_not_reproached_with_what_no_backup_holds) {
  std::string said = examined(backup("16.1.1"));
  EXPECT_THAT(row("ios.shutdown_log"), HasSubstr("not_held: no backup holds it"));
  EXPECT_THAT(row("ios.filesystem"), HasSubstr("not_held: no backup holds it"));
  EXPECT_THAT(row("ios.signal"), HasSubstr("absent: only some phones have it"));
  EXPECT_EQ(count_in(folder_ / "case",
                     "SELECT count(*) FROM coverage WHERE artefact LIKE 'android.%' OR (status = 'not_held' "
                     "AND records > 0)"),
            0);
  EXPECT_THAT(said, HasSubstr("that no such evidence holds"));
  EXPECT_THAT(said, Not(HasSubstr("Limit: only")));
  std::string report = read_text(folder_ / "case/report.html");
  EXPECT_THAT(report, HasSubstr("– not held by such evidence"));
  EXPECT_THAT(report, HasSubstr("kinds more cannot lie in evidence of this kind"));
  auto listed = run_bridle({"coverage", folder_ / "case"});
  EXPECT_THAT(listed.out, HasSubstr("not_held"));
}

TEST_F(EvidenceCoverage, a_trace_newer_than_the_system_is_not_missed) {
  examined(backup("14.3"));
  EXPECT_EQ(row("ios.safari_tabs"),
            "not_held: the system keeps it since iOS 15 only, and this phone has iOS 14.3");
  EXPECT_THAT(row("ios.safari_browser_state"), HasSubstr("absent"));
}

TEST_F(EvidenceCoverage, a_version_that_is_none_decides_nothing) {
  examined(backup("<b>x"));
  EXPECT_THAT(row("ios.safari_tabs"), HasSubstr("absent"));
  EXPECT_THAT(row("ios.shutdown_log"), HasSubstr("not_held"));
}

TEST_F(EvidenceCoverage, a_dump_without_a_log_of_every_such_phone_is_partial) {
  std::string evidence = dump();
  std::filesystem::remove_all(evidence + "/private/var/db/diagnostics");
  std::string said = examined(evidence);
  EXPECT_THAT(row("ios.shutdown_log"), HasSubstr("absent: every phone with iOS 16.1.1 has it"));
  EXPECT_EQ(presence("ios.shutdown_log"), "always");
  EXPECT_EQ(presence("ios.crash_reports"), "usual");
  EXPECT_THAT(row("ios.manifest"), HasSubstr("not_held: only a backup holds it"));
  EXPECT_THAT(said, HasSubstr("that such evidence normally holds"));
  EXPECT_THAT(read_text(folder_ / "case/report.html"), HasSubstr("▲ missing"));
}

}  // namespace
}  // namespace bridle::testing
