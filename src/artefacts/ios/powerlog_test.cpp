#include <gtest/gtest.h>

#include <algorithm>

#include "testing/corpus.h"
#include "testing/database_text.h"
#include "testing/deflate.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

const std::string offsets =
    "CREATE TABLE PLStorageOperator_EventForward_TimeOffset(ID INTEGER PRIMARY KEY, timestamp REAL, baseband "
    "REAL, "
    "kernel REAL, system REAL);"
    "INSERT INTO PLStorageOperator_EventForward_TimeOffset VALUES(2, 1700000100, 0, 0, -10), (1, 1700000000, "
    "0, 0, 5);";
const std::string processes =
    "CREATE TABLE PLProcessMonitorAgent_EventForward_ProcessID(ID INTEGER PRIMARY KEY, timestamp REAL, "
    "BundleID TEXT, "
    "CoalitionID INTEGER, PID INTEGER, ProcessName TEXT);"
    "INSERT INTO PLProcessMonitorAgent_EventForward_ProcessID VALUES(1, 1699999999, 'com.apple.apsd', 9, 77, "
    "'apsd'), "
    "(2, 1700000050.5, '', NULL, 78, 'roleaboutd'), (3, 1700000100, NULL, 4, 79, 'x'), (4, NULL, NULL, 4, "
    "80, 'y');";

}  // namespace

TEST(IosPowerlog, chooses_the_offset_of_the_clock_by_event) {
  EXPECT_EQ(
      records("ios.powerlog", database_of(offsets + processes)),
      "PLProcessMonitorAgent_EventForward_ProcessID rowid 1 | start | 2023-11-14T22:13:24Z | 1699999999 | 5 "
      "| NULL | apsd | NULL | com.apple.apsd | NULL | 77 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "{\"CoalitionID\":9}\n"
      "PLProcessMonitorAgent_EventForward_ProcessID rowid 2 | start | 2023-11-14T22:14:15.500Z | "
      "1700000050.5 | 5 | NULL | roleaboutd | NULL | NULL | NULL | 78 | NULL | NULL | NULL | NULL | NULL | "
      "NULL | NULL | NULL\n"
      "PLProcessMonitorAgent_EventForward_ProcessID rowid 3 | start | 2023-11-14T22:14:50Z | 1700000100 | "
      "-10 | NULL | x | NULL | NULL | NULL | 79 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "{\"CoalitionID\":4}\n"
      "PLProcessMonitorAgent_EventForward_ProcessID rowid 4 | start | NULL | NULL | NULL | NULL | y | NULL | "
      "NULL | NULL | 80 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | {\"CoalitionID\":4}\n");
}

TEST(IosPowerlog, says_when_the_clock_is_not_known) {
  EXPECT_EQ(records("ios.powerlog", database_of(processes.substr(0, processes.find("(2,") - 2))),
            "PLProcessMonitorAgent_EventForward_ProcessID rowid 1 | start | 2023-11-14T22:13:19Z | "
            "1699999999 | NULL | NULL | apsd | NULL | com.apple.apsd | NULL | 77 | NULL | NULL | NULL | NULL "
            "| NULL | NULL | NULL | {\"CoalitionID\":9}\n"
            "note: the table of clock offsets is missing or empty: times are by PowerLog's own clock\n");
}

TEST(IosPowerlog, reads_what_names_processes_apps_and_connections) {
  EXPECT_EQ(
      records(
          "ios.powerlog",
          database_of(
              offsets +
              "CREATE TABLE PLProcessNetworkAgent_EventInterval_UsageDiff(ID INTEGER PRIMARY KEY, timestamp "
              "REAL, "
              "BundleName, CellIn, CellOut, ProcessName, WifiIn, WifiOut, timestampEnd);"
              "INSERT INTO PLProcessNetworkAgent_EventInterval_UsageDiff VALUES(1, 1700000000, 'b', 1, 2, "
              "'p', 3, "
              "4.5, 1700000300);"
              "CREATE TABLE PLProcessNetworkAgent_EventPoint_Connection_1_2(ID INTEGER PRIMARY KEY, "
              "timestamp REAL, "
              "EventType, ProcessName, ProcessPID, RemoteAddress, RemotePort, rxWifiBytes, txWifiBytes);"
              "INSERT INTO PLProcessNetworkAgent_EventPoint_Connection_1_2 VALUES(1, 1700000000, 2, 'p', 5, "
              "'198.51.100.7', 443, 10, 20);"
              "CREATE TABLE PLPushAgent_EventPoint_ReceivedPush(ID INTEGER PRIMARY KEY, timestamp REAL, "
              "BundleID, "
              "Topic, ServerHostname, ServerIP, Size);"
              "INSERT INTO PLPushAgent_EventPoint_ReceivedPush VALUES(1, 1700000000, 'b', 't', '', "
              "'192.0.2.1', 9);"
              "CREATE TABLE PLLocationAgent_EventForward_ClientStatus(ID INTEGER PRIMARY KEY, timestamp "
              "REAL, "
              "BundleId, Client, Executable, Type);"
              "INSERT INTO PLLocationAgent_EventForward_ClientStatus VALUES(1, 1700000000, '', 'locate', "
              "'/private/var/tmp/x', 'Gps');"
              "CREATE TABLE PLCoalitionAgent_EventInterval_CoalitionInterval(ID INTEGER PRIMARY KEY, "
              "timestamp REAL, BundleId, LaunchdName, tasks_started);INSERT INTO "
              "PLCoalitionAgent_EventInterval_CoalitionInterval VALUES(1, 1700000000, '', "
              "'com.apple.chronod', 4);"
              "CREATE TABLE PLConfigAgent_EventNone_Config(ID INTEGER PRIMARY KEY, timestamp REAL, BootArgs, "
              "Build);"
              "INSERT INTO PLConfigAgent_EventNone_Config VALUES(1, 1700000000, '-v', '19A404');")),
      "PLProcessNetworkAgent_EventInterval_UsageDiff rowid 1 | traffic | 2023-11-14T22:13:25Z | 1700000000 | "
      "5 | 2023-11-14T22:18:10Z | p | NULL | b | NULL | NULL | NULL | NULL | 3 | 4.5 | 1 | 2 | NULL | NULL\n"
      "PLProcessNetworkAgent_EventPoint_Connection_1_2 rowid 1 | connection | 2023-11-14T22:13:25Z | "
      "1700000000 | 5 | NULL | p | NULL | NULL | NULL | 5 | 198.51.100.7 | 443 | 10 | 20 | NULL | NULL | "
      "NULL | {\"EventType\":2}\n"
      "PLPushAgent_EventPoint_ReceivedPush rowid 1 | push | 2023-11-14T22:13:25Z | 1700000000 | 5 | NULL | "
      "NULL | NULL | b | NULL | NULL | 192.0.2.1 | NULL | NULL | NULL | NULL | NULL | t | {\"Size\":9}\n"
      "PLLocationAgent_EventForward_ClientStatus rowid 1 | location | 2023-11-14T22:13:25Z | 1700000000 | 5 "
      "| NULL | NULL | /private/var/tmp/x | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "locate | {\"Type\":\"Gps\"}\n"
      "PLCoalitionAgent_EventInterval_CoalitionInterval rowid 1 | job | 2023-11-14T22:13:25Z | 1700000000 | "
      "5 | NULL | NULL | NULL | NULL | com.apple.chronod | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "NULL | {\"tasks_started\":4}\n"
      "PLConfigAgent_EventNone_Config rowid 1 | config | 2023-11-14T22:13:25Z | 1700000000 | 5 | NULL | NULL "
      "| NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "{\"BootArgs\":\"-v\",\"Build\":\"19A404\"}\n");
}

TEST(IosPowerlog, unpacks_archives) {
  EXPECT_EQ(records("ios.powerlog", gzip(database_of(offsets + processes))),
            records("ios.powerlog", database_of(offsets + processes)));
  std::string cut = gzip(database_of(offsets + processes));
  EXPECT_EQ(records("ios.powerlog", cut.substr(0, cut.size() / 8)),
            "note: the gzip file ends before its content does\n"
            "failed: absent: empty database: the file has no bytes\n");
}

TEST(IosPowerlog, refuses_other_databases) {
  EXPECT_EQ(records("ios.powerlog", database_of("CREATE TABLE t(a)")),
            "failed: unsupported: the database has none of the tables of PowerLog that are read\n");
}

TEST(IosPowerlog, says_which_state_of_the_log_holds_a_row) {
  auto [main, wal] = database_with_wal(
      offsets + processes, "DELETE FROM PLProcessMonitorAgent_EventForward_ProcessID WHERE ID > 1");
  EXPECT_EQ(
      records_with_wal("ios.powerlog", main, wal),
      "both PLProcessMonitorAgent_EventForward_ProcessID rowid 1 | start | 2023-11-14T22:13:24Z | 1699999999 "
      "| 5 | NULL | apsd | NULL | com.apple.apsd | NULL | 77 | NULL | NULL | NULL | NULL | NULL | NULL | "
      "NULL | {\"CoalitionID\":9}\n"
      "main PLProcessMonitorAgent_EventForward_ProcessID rowid 2 | start | 2023-11-14T22:14:15.500Z | "
      "1700000050.5 | 5 | NULL | roleaboutd | NULL | NULL | NULL | 78 | NULL | NULL | NULL | NULL | NULL | "
      "NULL | NULL | NULL\n"
      "main PLProcessMonitorAgent_EventForward_ProcessID rowid 3 | start | 2023-11-14T22:14:50Z | 1700000100 "
      "| -10 | NULL | x | NULL | NULL | NULL | 79 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "{\"CoalitionID\":4}\n"
      "main PLProcessMonitorAgent_EventForward_ProcessID rowid 4 | start | NULL | NULL | NULL | NULL | y | "
      "NULL | NULL | NULL | 80 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | {\"CoalitionID\":4}\n");
}

TEST(IosPowerlog, reads_the_corpus) {
  CORPUS_OR_SKIP(folder, "ios-plaso/ios");
  std::string text = records("ios.powerlog", content_of(folder / "powerlog_2021-12-16_05-54_84E2141B.PLSQL"));
  auto rows = [&](std::string_view table) {
    std::size_t count = 0;
    std::string start = std::string(table) + " rowid ";
    for (std::size_t at = 0; at != std::string::npos; at = text.find('\n', at + 1))
      count += text.compare(at == 0 ? 0 : at + 1, start.size(), start) == 0;
    return count;
  };
  // Counted by SQLite.
  EXPECT_EQ(rows("PLProcessMonitorAgent_EventForward_ProcessID"), 994U);
  EXPECT_EQ(rows("PLProcessNetworkAgent_EventInterval_UsageDiff"), 182U);
  EXPECT_EQ(rows("PLCoalitionAgent_EventInterval_CoalitionInterval"), 382U);
  EXPECT_EQ(rows("PLAppTimeService_Aggregate_AppRunTime"), 102U);
  // plaso reads the same row and shows 10:05:45, without the offset of the clock.
  auto at = text.find("PLAppTimeService_Aggregate_AppRunTime rowid 1303 |");
  EXPECT_EQ(text.substr(at, text.find('\n', at) - at),
            "PLAppTimeService_Aggregate_AppRunTime rowid 1303 | run_time | 2021-11-02T09:59:31.533638Z | "
            "1635847545 | -373.4663619995117 | NULL | NULL | NULL | com.apple.springboard.home-screen | NULL "
            "| NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
            "{\"timeInterval\":3600,\"ScreenOnPluggedInTime\":14.690046,\"ScreenOnTime\":30.339694}");
}

}  // namespace bridle::testing
