#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {
namespace {

constexpr const char* installed =
    "Wed Oct 13 07:57:42 2021 [262] <notice> (0x16f52f000) -[MIInstaller performInstallationWithError:]: "
    "Install "
    "Successful for (Customer:com.example.app); Staging: 0.01s\n"
    "Wed Oct 13 07:57:43 2021 [262] <notice> (0x16f52f000) -[MIContainer makeContainerLive]: Made container "
    "live for "
    "com.example.app at /private/var/containers/Bundle/Application/U-1\n"
    "Wed Oct 13 07:57:44 2021 [262] <notice> (0x1) -[MIContainer x]: Data container for com.example.app is "
    "now at "
    "/private/var/mobile/Containers/Data/Application/U-2\n"
    "Wed Oct  6 07:57:45 2021 [262] <notice> (0x1) -[MIUninstaller x]: Uninstalling identifier "
    "com.example.app\n"
    "  continued\n"
    "Wed Oct  6 07:57:46 2021 [262] <notice> (0x1) +[X y]: Destroying container with identifier "
    "com.example.app at "
    "/private/var/containers/Bundle/Application/U-1\n"
    "Wed Oct  6 07:57:47 2021 [1] <err> (0x1) main: Reboot detected\n"
    "Wed Oct  6 07:57:48 2021 something [odd\n";

}  // namespace

TEST(IosInstallLog, reads_lines_by_the_local_clock) {
  EXPECT_EQ(
      records("ios.install_log", installed,
              "/private/var/installd/Library/Logs/MobileInstallation/mobile_installation.log.0"),
      "line 1 | mobile_installation | installed | NULL | 2021-10-13T07:57:42 | com.example.app | NULL | "
      "262 | notice | -[MIInstaller performInstallationWithError:]: Install Successful for "
      "(Customer:com.example.app); Staging: 0.01s\n"
      "line 2 | mobile_installation | made_live | NULL | 2021-10-13T07:57:43 | com.example.app | "
      "/private/var/containers/Bundle/Application/U-1 | 262 | notice | -[MIContainer makeContainerLive]: "
      "Made container live for com.example.app at /private/var/containers/Bundle/Application/U-1\n"
      "line 3 | mobile_installation | data_container | NULL | 2021-10-13T07:57:44 | com.example.app | "
      "/private/var/mobile/Containers/Data/Application/U-2 | 262 | notice | -[MIContainer x]: Data container "
      "for com.example.app is now at /private/var/mobile/Containers/Data/Application/U-2\n"
      "line 4 | mobile_installation | uninstalled | NULL | 2021-10-06T07:57:45 | com.example.app | NULL "
      "| 262 | notice | -[MIUninstaller x]: Uninstalling identifier com.example.app\n"
      "line 6 | mobile_installation | destroyed | NULL | 2021-10-06T07:57:46 | com.example.app | "
      "/private/var/containers/Bundle/Application/U-1 | 262 | notice | +[X y]: Destroying container with "
      "identifier com.example.app at /private/var/containers/Bundle/Application/U-1\n"
      "line 7 | mobile_installation | rebooted | NULL | 2021-10-06T07:57:47 | NULL | NULL | 1 | err | "
      "main: Reboot detected\n"
      "line 8 | mobile_installation | other | NULL | 2021-10-06T07:57:48 | NULL | NULL | NULL | NULL | "
      "something [odd\n"
      "note: lines without a time, which continue others: 1\n");
  EXPECT_EQ(records_by_clock("ios.install_log",
                             "Wed Oct 13 07:57:42 2021 [2] <notice> (0x1) Mobile Activation Startup\n",
                             {.zone = "Europe/Berlin"},
                             "/private/var/mobile/Library/Logs/mobileactivationd/mobileactivationd.log.1"),
            "line 1 | mobileactivationd | started | 2021-10-13T05:57:42Z | 2021-10-13T07:57:42 | NULL | "
            "NULL | 2 | notice | Mobile Activation Startup\n");
}

TEST(IosInstallLog, refuses_another_file) {
  EXPECT_EQ(records("ios.install_log", "Lorem\nipsum\n"),
            "failed: unsupported: no line of an installation log in this file\n");
  EXPECT_EQ(records("ios.install_log", ""), "");
}

}  // namespace bridle::testing
