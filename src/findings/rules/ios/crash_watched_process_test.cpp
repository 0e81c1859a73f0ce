#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(IosCrashWatchedProcess, names_the_processes_of_both_sources) {
  EXPECT_EQ(CaseBuilder()
                .run("INSERT INTO ios_crash_reports(id, kind, report_kind, process, time) VALUES(1, "
                     "'report', 'crash', "
                     "'IMTranscoderAgent', 1600000000000000000), (2, 'report', 'crash', 'IMTranscoderAgent', "
                     "NULL), (3, "
                     "'image', 'crash', 'imagent', 1), (4, 'report', 'jetsam', 'imagent', 1), (5, 'report', "
                     "'crash', "
                     "'homed', 1600000060000000000);"
                     "INSERT INTO ios_biome_crashes(id, process, time) VALUES(7, 'fmfd', "
                     "1600000000000000000), (8, 'Maps', "
                     "1)")
                .findings("ios.crash_watched_process"),
            "low low 2020-09-13T12:26:40Z | Reports say that 2 processes that take in what others send have "
            "crashed: IMTranscoderAgent and homed. | ios_crash_reports 2, ios_crash_reports 1, "
            "ios_crash_reports 5\n"
            "low low 2020-09-13T12:26:40Z | The system counted crashes of a process that takes in what "
            "others send: fmfd. | ios_biome_crashes 7\n");
}

TEST(IosCrashWatchedProcess, says_nothing_of_other_crashes) {
  EXPECT_EQ(CaseBuilder()
                .run("INSERT INTO ios_crash_reports(id, kind, report_kind, process) VALUES(1, 'report', "
                     "'crash', 'Maps'), "
                     "(2, 'report', 'hang', 'imagent')")
                .findings("ios.crash_watched_process"),
            std::string());
}

}  // namespace bridle::testing
