#include <gtest/gtest.h>

#include "testing/crash_report_builder.h"
#include "testing/records.h"

namespace bridle::testing {

TEST(IosCrashProcesses, lists_the_processes_of_a_jetsam_event) {
  EXPECT_EQ(records("ios.crash_processes", write_jetsam({"apsd", "roleaboutd"}),
                    "/private/var/mobile/Library/Logs/CrashReporter/JetsamEvent-2023-11-14-221320.ips"),
            "line 1, key processes[0] | jetsam | 2023-11-14T21:13:20.560Z | apsd | "
            "5FD6C4CA-5549-3855-959F-BE077158C67A | 100 | 40 | daemon, idle | vm-pageshortage | 700 | 900 | "
            "1.5 | JetsamEvent-2023-11-14-221320.ips\n"
            "line 1, key processes[1] | jetsam | 2023-11-14T21:13:20.560Z | roleaboutd | "
            "5FD6C4CA-5549-3855-959F-BE077158C67A | 101 | 40 | daemon, idle | NULL | 700 | 900 | 1.5 | "
            "JetsamEvent-2023-11-14-221320.ips\n");
}

TEST(IosCrashProcesses, lists_the_processes_of_a_stackshot) {
  EXPECT_EQ(records("ios.crash_processes", write_stackshot({"apsd", "x{ \"y"}),
                    "/private/var/mobile/Library/Logs/CrashReporter/stacks-2023-11-14-221320.ips"),
            "line 1, key processByPid.200 | stackshot | 2023-11-14T21:13:20.560Z | apsd | NULL | 200 | NULL "
            "| NULL | NULL | NULL | NULL | NULL | stacks-2023-11-14-221320.ips\n"
            "line 1, key processByPid.201 | stackshot | 2023-11-14T21:13:20.560Z | x{ \"y | NULL | 201 | "
            "NULL | NULL | NULL | NULL | NULL | NULL | stacks-2023-11-14-221320.ips\n");
}

TEST(IosCrashProcesses, skips_an_entry_that_names_nothing) {
  EXPECT_EQ(records("ios.crash_processes",
                    write_ips_head("298", "") + R"({"processes":[{"pid":1},7,{"name":"apsd"}]})",
                    "/private/var/mobile/Library/Logs/CrashReporter/JetsamEvent-2023-11-14-221320.ips"),
            "skip line 1, key processes[0]: process without name and UUID\n"
            "line 1, key processes[2] | jetsam | 2023-11-14T22:13:21Z | apsd | NULL | NULL | NULL | NULL | "
            "NULL | NULL | NULL | NULL | JetsamEvent-2023-11-14-221320.ips\n"
            "skip line 1: processes that are not read: 1\n");
}

TEST(IosCrashProcesses, finds_no_list_in_a_crash) {
  EXPECT_EQ(records("ios.crash_processes", write_ips_head("309", "a") + write_crash_json({}),
                    "/private/var/mobile/Library/Logs/CrashReporter/a.ips"),
            "");
  EXPECT_EQ(records("ios.crash_processes", "Lorem\n", "/private/var/mobile/Library/Logs/CrashReporter/a.ips"),
            "");
}

}  // namespace bridle::testing
