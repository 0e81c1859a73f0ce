#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(IosCrashPlace, weighs_code_by_its_place) {
  EXPECT_EQ(
      CaseBuilder()
          .run("INSERT INTO ios_crash_reports(id, kind, process, image, time) VALUES(1, 'image', 'imagent', "
               "'/private/var/db/com.apple.xpc.roleaccountd.staging/x.dylib', 1600000000000000000), (2, "
               "'image', NULL, '/private/var/mobile/x.dylib', NULL), (3, 'image', 'apsd', "
               "'/private/var/mobile/x.dylib', 1500000000000000000)")
          .findings("ios.crash_place"),
      "high medium 2020-09-13T12:26:40Z | The code "
      "\"/private/var/db/com.apple.xpc.roleaccountd.staging/x.dylib\", outside the places of programs, was "
      "in the memory of \"imagent\", which a report of a crash is of. | ios_crash_reports 1\n"
      "medium medium 2017-07-14T02:40:00Z | The code \"/private/var/mobile/x.dylib\", outside the places of "
      "programs, was in the memory of \"?\", which a report of a crash is of. | ios_crash_reports 2, "
      "ios_crash_reports 3\n");
}

TEST(IosCrashPlace, says_nothing_of_code_of_the_system_and_of_apps) {
  EXPECT_EQ(CaseBuilder()
                .run("INSERT INTO ios_crash_reports(id, kind, executable, image) VALUES(1, 'report', "
                     "'/private/var/tmp/x', NULL), (2, 'image', NULL, "
                     "'/private/var/containers/Bundle/Application/U/A.app/A'), (3, 'image', NULL, 'unnamed')")
                .findings("ios.crash_place"),
            std::string());
}

}  // namespace bridle::testing
