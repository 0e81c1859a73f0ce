#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(IosCrashReporterPlist, names_the_file) {
  EXPECT_EQ(CaseBuilder()
                .run("INSERT INTO ios_filesystem(id, path, modified) VALUES(1, "
                     "'/private/var/root/Library/Preferences/com.apple.CrashReporter.plist', "
                     "1600000000000000000), (2, "
                     "'/private/var/mobile/Library/Preferences/com.apple.CrashReporter.plist', 1)")
                .findings("ios.crash_reporter_plist"),
            "high medium 2020-09-13T12:26:40Z | The phone has the file "
            "/private/var/root/Library/Preferences/com.apple.CrashReporter.plist, which can switch the "
            "reporting of crashes off. | ios_filesystem 1\n");
}

TEST(IosCrashReporterPlist, says_nothing_of_a_phone_without_it) {
  EXPECT_EQ(CaseBuilder()
                .run("INSERT INTO ios_filesystem(id, path) VALUES(1, "
                     "'/private/var/root/Library/Preferences/x.plist')")
                .findings("ios.crash_reporter_plist"),
            std::string());
}

}  // namespace bridle::testing
