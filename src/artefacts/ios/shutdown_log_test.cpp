#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(IosShutdownLog, reads_notices_clients_and_shutdowns) {
  EXPECT_EQ(records("ios.shutdown_log",
                    "After 1.26s, these clients are still here:\n\t\tremaining client pid: 153 "
                    "(/usr/sbin/filecoordinationd/EBFB3E7F-4CA4-3656-8E9C-8CCF5995C34A)\n\t\tremaining "
                    "client pid: 0 (/kernel/D5040080-4CA4-3656-8E9C-8CCF5995C34A)\n"
                    "After 1.77s, these clients are still here:\n\t\tremaining client pid: 153 "
                    "(/usr/sbin/filecoordinationd/EBFB3E7F-4CA4-3656-8E9C-8CCF5995C34A)\nSIGTERM: "
                    "[1700000000] All buffers flushed\n"
                    "SIGTERM: [0x1020] Sent SIGTERM to all @1700000100\n"),
            "line 2 | client | 0 | 2023-11-14T22:13:20Z | 153 | /usr/sbin/filecoordinationd | "
            "EBFB3E7F-4CA4-3656-8E9C-8CCF5995C34A | "
            "/usr/sbin/filecoordinationd/EBFB3E7F-4CA4-3656-8E9C-8CCF5995C34A | 1.26 | 1 | NULL\n"
            "line 3 | client | 0 | 2023-11-14T22:13:20Z | 0 | /kernel | D5040080-4CA4-3656-8E9C-8CCF5995C34A "
            "| /kernel/D5040080-4CA4-3656-8E9C-8CCF5995C34A | 1.26 | 1 | NULL\n"
            "line 5 | client | 0 | 2023-11-14T22:13:20Z | 153 | /usr/sbin/filecoordinationd | "
            "EBFB3E7F-4CA4-3656-8E9C-8CCF5995C34A | "
            "/usr/sbin/filecoordinationd/EBFB3E7F-4CA4-3656-8E9C-8CCF5995C34A | 1.77 | 2 | NULL\n"
            "line 6 | shutdown | 0 | 2023-11-14T22:13:20Z | NULL | NULL | NULL | NULL | 1.77 | 2 | 3\n"
            "line 7 | shutdown | 1 | 2023-11-14T22:15:00Z | NULL | NULL | NULL | NULL | NULL | 0 | 0\n");
}

TEST(IosShutdownLog, reads_the_two_logs_of_mvts_tests) {
  EXPECT_EQ(
      records("ios.shutdown_log", "remaining client pid: 100 (/usr/libexec/first)\nSIGTERM: [1700000000]\n"),
      "line 1 | client | 0 | 2023-11-14T22:13:20Z | 100 | /usr/libexec/first | NULL | /usr/libexec/first | "
      "NULL | 0 | NULL\n"
      "line 2 | shutdown | 0 | 2023-11-14T22:13:20Z | NULL | NULL | NULL | NULL | NULL | 0 | 1\n");
  EXPECT_EQ(
      records("ios.shutdown_log", "remaining client pid: 200 (/usr/libexec/second)\nSIGTERM: [1700000001]\n",
              "/private/var/db/diagnostics/shutdown.0.log"),
      "line 1 | client | 0 | 2023-11-14T22:13:21Z | 200 | /usr/libexec/second | NULL | /usr/libexec/second | "
      "NULL | 0 | NULL\n"
      "line 2 | shutdown | 0 | 2023-11-14T22:13:21Z | NULL | NULL | NULL | NULL | NULL | 0 | 1\n");
}

TEST(IosShutdownLog, keeps_what_has_no_closing_line) {
  EXPECT_EQ(records("ios.shutdown_log",
                    "After 2.0s, these clients are still here:\nremaining client pid: 7 (/private/var/tmp/a "
                    "(b) c)\nAfter 0.5s, remaining client pid: 8 (/usr/sbin/b)\n"),
            "line 2 | client | 0 | NULL | 7 | /private/var/tmp/a (b) c | NULL | /private/var/tmp/a (b) c | 2 "
            "| 1 | NULL\n"
            "line 2 | shutdown | 0 | NULL | NULL | NULL | NULL | NULL | 2 | 1 | 1\n"
            "line 3 | client | 1 | NULL | 8 | /usr/sbin/b | NULL | /usr/sbin/b | 0.5 | 1 | NULL\n"
            "line 3 | shutdown | 1 | NULL | NULL | NULL | NULL | NULL | 0.5 | 1 | 1\n");
}

TEST(IosShutdownLog, takes_bytes_that_are_no_text) {
  EXPECT_EQ(records("ios.shutdown_log", "remaining client pid: 7 (/usr/\xFF)\nSIGTERM: [1700000000]\n"),
            "line 1 | client | 0 | 2023-11-14T22:13:20Z | 7 | /usr/� | NULL | /usr/� | NULL | 0 | NULL\n"
            "line 2 | shutdown | 0 | 2023-11-14T22:13:20Z | NULL | NULL | NULL | NULL | NULL | 0 | 1\n");
}

TEST(IosShutdownLog, skips_a_broken_line_and_says_where) {
  EXPECT_EQ(
      records("ios.shutdown_log",
              "remaining client pid: none (/usr/sbin/a)\nremaining client pid: 7 (/usr/sbin/b)\nremaining "
              "client pid: 8\nsomething else\nSIGTERM: [9223372036854775807]\n"),
      "skip line 1: not an integer\n"
      "skip line 3: client line without pid or path\n"
      "line 2 | client | 0 | NULL | 7 | /usr/sbin/b | NULL | /usr/sbin/b | NULL | 0 | NULL\n"
      "line 5 | shutdown | 0 | NULL | NULL | NULL | NULL | NULL | NULL | 0 | 1\n"
      "note: lines of another form, which were passed over: 1\n");
}

TEST(IosShutdownLog, notes_an_empty_log_and_refuses_another_file) {
  EXPECT_EQ(records("ios.shutdown_log", ""),
            "note: the log is empty: usual since iOS 26, which keeps the last shutdown only\n");
  EXPECT_EQ(records("ios.shutdown_log", "Lorem\nipsum\n"),
            "failed: unsupported: no line of a shutdown log in this file\n");
}

}  // namespace bridle::testing
