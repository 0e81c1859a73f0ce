#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testing/corpus.h"
#include "testing/database_text.h"
#include "testing/records.h"

namespace bridle::testing {

TEST(IosPowerlogDevice, reads_zones_and_starts_by_powerlogs_clock) {
  EXPECT_EQ(
      records("ios.powerlog_device",
              database_of(
                  "CREATE TABLE PLStorageOperator_EventForward_TimeOffset(ID INTEGER PRIMARY KEY, timestamp "
                  "REAL, system REAL);"
                  "INSERT INTO PLStorageOperator_EventForward_TimeOffset VALUES(1, 1699999000, -400);"
                  "CREATE TABLE PLLocaleAgent_EventForward_TimeZone(ID INTEGER PRIMARY KEY, timestamp REAL, "
                  "CountryCode, SecondsFromGMT, TimeZoneName, Trigger);"
                  "INSERT INTO PLLocaleAgent_EventForward_TimeZone VALUES(1, 1700000400, 'CA', -14400, "
                  "'America/Toronto', 'powerlog'), (2, 1700000400, '', 999999, NULL, NULL);"
                  "CREATE TABLE PLConfigAgent_EventNone_Config(ID INTEGER PRIMARY KEY, timestamp REAL, "
                  "BootArgs, Build, LastBuild, DeviceBootTime, LastUpgradeTimestamp, LastBackupTimestamp);"
                  "INSERT INTO PLConfigAgent_EventNone_Config VALUES(1, 1700000400, '-v', '19A404', "
                  "'18G69', 1700000000.5, 0, 1628701463.0);")),
      "PLLocaleAgent_EventForward_TimeZone rowid 1 | zone | 2023-11-14T22:13:20Z | -14400 | America/Toronto "
      "| "
      "CA | NULL | NULL | NULL | NULL | NULL | NULL | {\"Trigger\":\"powerlog\"}\n"
      "PLLocaleAgent_EventForward_TimeZone rowid 2 | zone | 2023-11-14T22:13:20Z | NULL | NULL | NULL | NULL "
      "| NULL | NULL | NULL | NULL | NULL | {\"SecondsFromGMT\":999999}\n"
      "PLConfigAgent_EventNone_Config rowid 1 | config | 2023-11-14T22:13:20Z | NULL | NULL | NULL | 19A404 "
      "| "
      "18G69 | -v | 2023-11-14T22:06:40.500Z | NULL | 2021-08-11T17:04:23Z | NULL\n");
}

TEST(IosPowerlogDevice, the_corpus_says_when_it_was_started_as_its_logd_log_does) {
  CORPUS_OR_SKIP(folder, "ios-plaso/ios");
  std::string text =
      records("ios.powerlog_device", content_of(folder / "powerlog_2021-12-16_05-54_84E2141B.PLSQL"));
  // logd came up at 2021-11-02 10:16:36 and 2021-12-16 10:24:40 UTC.
  EXPECT_THAT(text, ::testing::HasSubstr("| 2021-11-02T10:16:"));
  EXPECT_THAT(text, ::testing::HasSubstr("| 2021-12-16T10:23:"));
  EXPECT_THAT(text, ::testing::HasSubstr("| -18000 | America/Toronto | CA |"));
}

}  // namespace bridle::testing
