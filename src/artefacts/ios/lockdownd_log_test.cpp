#include <gtest/gtest.h>

#include <algorithm>

#include "testing/corpus.h"
#include "testing/records.h"

namespace bridle::testing {

TEST(IosLockdowndLog, reads_lines_by_the_local_clock) {
  const std::string log =
      "10/13/21 07:57:42.865446 pid=69 main: Starting Up\n"
      "10/13/21 07:57:43.1 pid=69 handle_get_value: AMPDevicesAgent attempting to get [SerialNumber]\n"
      "10/13/21 07:57:44 pid=69 password_changed_callback: Passcode changed\n"
      "10/13/21 07:57:45 pid=69 main: Detected upgrade from 18A to 19A\n"
      "10/13/21 07:57:46 pid=69 handle_pair: Pairing with host\n"
      "10/13/21 07:57:47 pid=69 no function\n"
      "continued\n"
      "13/13/21 07:57:47 pid=69 main: no such month\n";
  EXPECT_EQ(
      records("ios.lockdownd_log", log),
      "line 1 | started | NULL | 2021-10-13T07:57:42.865446 | 69 | main | NULL | NULL | Starting Up\n"
      "line 2 | value_asked | NULL | 2021-10-13T07:57:43.100 | 69 | handle_get_value | AMPDevicesAgent | "
      "SerialNumber | AMPDevicesAgent attempting to get [SerialNumber]\n"
      "line 3 | passcode_changed | NULL | 2021-10-13T07:57:44 | 69 | password_changed_callback | NULL | NULL "
      "| "
      "Passcode changed\n"
      "line 4 | upgraded | NULL | 2021-10-13T07:57:45 | 69 | main | NULL | NULL | Detected upgrade from 18A "
      "to "
      "19A\n"
      "line 5 | pairing | NULL | 2021-10-13T07:57:46 | 69 | handle_pair | NULL | NULL | Pairing with host\n"
      "line 6 | other | NULL | 2021-10-13T07:57:47 | 69 |  | NULL | NULL | no function\n"
      "note: lines without a time, which continue others: 2\n");
  EXPECT_EQ(
      records_by_clock("ios.lockdownd_log", log.substr(0, log.find('\n')), {.zone = "Europe/Berlin"}),
      "line 1 | started | 2021-10-13T05:57:42.865446Z | 2021-10-13T07:57:42.865446 | 69 | main | NULL | "
      "NULL | Starting Up\n");
}

TEST(IosLockdowndLog, refuses_another_file) {
  EXPECT_EQ(records("ios.lockdownd_log", "Lorem\n"),
            "failed: unsupported: no line of a lockdownd log in this file\n");
}

TEST(IosLockdowndLog, reads_the_corpus) {
  CORPUS_OR_SKIP(folder, "ios-plaso");
  std::string text = records("ios.lockdownd_log", content_of(folder / "ios_lockdownd.log"));
  EXPECT_EQ(std::ranges::count(text, '\n'), 154);  // 153 as plaso reads, and a note
  EXPECT_TRUE(text.contains("| value_asked | NULL | 2021-10-13T07:57:42.")) << text.substr(0, 2000);
}

}  // namespace bridle::testing
