#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(IosShutdownClientPath, weighs_programs_by_their_place) {
  EXPECT_EQ(
      CaseBuilder()
          .run("INSERT INTO ios_shutdown_log(id, kind, client, time) VALUES(1, 'client', "
               "'/private/var/db/com.apple.xpc.roleaccountd.staging/rolexd', 1600000000000000000), (2, "
               "'client', "
               "'/private/var/db/com.apple.xpc.roleaccountd.staging/rolexd', 1500000000000000000), (3, "
               "'client', "
               "'/private/var/mobile/x', NULL), (4, 'client', '/usr/libexec/../../private/y', NULL)")
          .findings("ios.shutdown_client_path"),
      "high medium 2017-07-14T02:40:00Z | The program "
      "\"/private/var/db/com.apple.xpc.roleaccountd.staging/rolexd\", outside the places of programs, "
      "was running "
      "when the phone went down; 2 lines of the shutdown log name it. | ios_shutdown_log 1, "
      "ios_shutdown_log 2\n"
      "medium medium undated | The program \"/private/var/mobile/x\", outside the places of programs, was "
      "running when "
      "the phone went down; a line of the shutdown log names it. | ios_shutdown_log 3\n"
      "medium medium undated | The program \"/usr/libexec/../../private/y\", outside the places of programs, "
      "was running "
      "when the phone went down; a line of the shutdown log names it. | ios_shutdown_log 4\n");
}

TEST(IosShutdownClientPath, says_nothing_of_programs_of_the_system) {
  EXPECT_EQ(CaseBuilder()
                .run("INSERT INTO ios_shutdown_log(id, kind, client) VALUES(1, 'client', '/kernel'), (2, "
                     "'client', '/usr/sbin/filecoordinationd'), (3, 'shutdown', NULL), (4, 'client', "
                     "'/private/var/containers/Bundle/Application/U/A.app/A')")
                .findings("ios.shutdown_client_path"),
            std::string());
}

}  // namespace bridle::testing
