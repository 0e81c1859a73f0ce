#include <gtest/gtest.h>

#include "testing/records.h"

namespace bridle::testing {

TEST(AndroidProcesses, reads_ps_with_and_without_wait_channel) {
  EXPECT_EQ(
      records("android.processes", R"dump(USER           PID  PPID     VSZ    RSS WCHAN            ADDR S NAME
root             1     0   57912   2084 0                   0 S init
root             2     0       0      0                     0 S [kthreadd]
u0_a5         2345   700  100000  50000 ep_poll             0 S com.evil.app:remote
root          2346     1  100000  50000 0                   0 S my odd name
shell           xx     1       1      1 0                   0 S bad
u0_a5         2347
)dump",
              "androidqf/ps.txt"),
      "line 2 | init | NULL | 1 | 0 | NULL | root | NULL | NULL | 57912 | 2084 | 0 | 0 | S | NULL | false\n"
      "line 3 | kthreadd | NULL | 2 | 0 | NULL | root | NULL | NULL | 0 | 0 | NULL | 0 | S | NULL | true\n"
      "line 4 | com.evil.app:remote | NULL | 2345 | 700 | NULL | u0_a5 | NULL | NULL | 100000 | 50000 | "
      "ep_poll | 0 | S | NULL | false\n"
      "line 5 | my odd name | NULL | 2346 | 1 | NULL | root | NULL | NULL | 100000 | 50000 | 0 | 0 | S | "
      "NULL | false\n"
      "skip line 6: a process without its number\n"
      "skip line 7: a process with fewer columns than the heading\n");
}

TEST(AndroidProcesses, reads_labels_threads_and_paths) {
  EXPECT_EQ(
      records(
          "android.processes",
          R"dump(LABEL                          USER            PID   TID  PPID     VSZ    RSS WCHAN            ADDR S PRI  NI RTPRIO SCH PCY     TIME CMD
u:r:init:s0                    root              1     1     0   12345   2000 ep_poll             0 S  19   0      -   0  fg 00:00:05 init
u:r:shell:s0                   shell          4000  4000     1   12345   2000 ep_poll             0 S  19   0      -   0  fg 00:00:05 /data/local/tmp/collector find /
)dump",
          "dumpstate/processes_and_threads"),
      "line 2 | init | NULL | 1 | 0 | 1 | root | NULL | u:r:init:s0 | 12345 | 2000 | ep_poll | 0 | S | NULL "
      "| false\n"
      "line 3 | /data/local/tmp/collector | /data/local/tmp/collector | 4000 | 1 | 4000 | shell | NULL | "
      "u:r:shell:s0 | 12345 | 2000 | ep_poll | 0 | S | /data/local/tmp/collector find / | false\n");
}

TEST(AndroidProcesses, reads_the_collectors_list) {
  EXPECT_EQ(
      records(
          "android.processes",
          R"dump([{"pid":7,"uid":0,"ppid":0,"filename":"(collector)","state":"S","path":"/data/local/tmp/collector","context":"u:r:shell:s0","command_line":["./collector","ps"],"env":[]},{"uid":1},{"pid":8,"filename":"com.a","command_line":"com.a"}]
)dump",
          "androidqf/processes.json"),
      "key [0] | collector | /data/local/tmp/collector | 7 | 0 | NULL | NULL | 0 | u:r:shell:s0 | NULL | "
      "NULL | NULL | NULL | S | ./collector ps | false\n"
      "skip key [1]: a process without its number\n"
      "key [2] | com.a | NULL | 8 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "com.a | false\n");
}

TEST(AndroidProcesses, an_argument_that_is_no_text_costs_nothing) {
  EXPECT_EQ(
      records(
          "android.processes",
          R"dump([{"pid":9,"filename":"a","command_line":["a",5,{"b":null}]},{"pid":10,"filename":"c"}])dump",
          "androidqf/processes.json"),
      "key [0] | a | NULL | 9 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "a 5 {\"b\":null} | false\n"
      "key [1] | c | NULL | 10 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "NULL | false\n");
}

TEST(AndroidProcesses, a_heading_in_another_order_has_no_blank_column) {
  EXPECT_EQ(records("android.processes", "PID S A B C D WCHAN NAME\nR 1\nR S\n", "dumpstate/processes"),
            "skip line 2: a process with fewer columns than the heading\n"
            "skip line 3: a process with fewer columns than the heading\n");
}

TEST(AndroidProcesses, refuses_another_file) {
  EXPECT_EQ(records("android.processes", R"dump({"a"
)dump",
                    "androidqf/processes.json"),
            "skip key [0]: the list ends inside a process\n");
}

TEST(AndroidProcesses, reads_android_2) {
  EXPECT_EQ(records("android.processes",
                    "USER     PID   PPID  VSIZE  RSS    PCY  WCHAN    PC         NAME\n"
                    "root      1     0     328    184   fg  ffffffff 00000000 S /init\n",
                    "dumpstate/processes"),
            "line 2 | /init | /init | 1 | 0 | NULL | root | NULL | NULL | 328 | 184 | ffffffff | 00000000 | "
            "S | NULL | false\n");
}

}  // namespace bridle::testing
