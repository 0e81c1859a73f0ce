#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(IosLaunchdLog, reads_services_with_their_domain_and_process) {
  EXPECT_EQ(
      records("ios.launchd_log",
              "2021-10-13 08:41:01.123456 (system/com.example.daemon [123]) <Notice>: xpcproxy spawned with "
              "pid 123\n"
              "2021-10-13 08:41:02.000000 (user/501/com.example.agent [7]) <Error>: exited due to SIGKILL\n"
              "2021-10-13 08:41:03.000000 (system) <Notice>: booting\n"
              "2021-10-13 08:41:04.000000 (pid/12) rest\n"
              "2021-10-13 08:41:05.000000 no target\n"
              "continued\n"),
      "line 1 | spawned | NULL | 2021-10-13T08:41:01.123456 | system | com.example.daemon | 123 | Notice | "
      "xpcproxy spawned with pid 123\n"
      "line 2 | exited | NULL | 2021-10-13T08:41:02 | user/501 | com.example.agent | 7 | Error | exited due "
      "to "
      "SIGKILL\n"
      "line 3 | other | NULL | 2021-10-13T08:41:03 | system | NULL | NULL | Notice | booting\n"
      "line 4 | other | NULL | 2021-10-13T08:41:04 | pid/12 | NULL | NULL | NULL | rest\n"
      "note: lines of another form, which were passed over: 2\n");
  EXPECT_EQ(records_by_clock("ios.launchd_log", "2021-10-13 08:41:03.000000 (system) <Notice>: booting\n",
                             {.zone = "Europe/Berlin"}),
            "line 1 | other | 2021-10-13T06:41:03Z | 2021-10-13T08:41:03 | system | NULL | NULL | Notice | "
            "booting\n");
}

TEST(IosLaunchdLog, refuses_another_file) {
  EXPECT_EQ(records("ios.launchd_log", "Lorem\n"),
            "failed: unsupported: no line of a launchd log in this file\n");
  EXPECT_EQ(records("ios.launchd_log", ""), "");
}

}  // namespace bridle::testing
