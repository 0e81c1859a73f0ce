#include <gtest/gtest.h>

#include <algorithm>

#include "testing/corpus.h"
#include "testing/database_text.h"
#include "testing/records.h"

namespace bridle::testing {

TEST(IosPowerlogApps, reads_apps_that_are_there_and_removed_ones) {
  EXPECT_EQ(
      records(
          "ios.powerlog_apps",
          database_of(
              "CREATE TABLE PLApplicationAgent_EventNone_AllApps(ID INTEGER PRIMARY KEY, timestamp REAL, "
              "AppBundleId, AppName, AppExecutable, AppBundleVersion, AppDeletedDate, AppType);"
              "INSERT INTO PLApplicationAgent_EventNone_AllApps VALUES(1, 1700000000, 'com.example.gone', "
              "'Gone', 'Gone', '1.2', 1690000000, 3), (2, NULL, NULL, '', NULL, NULL, 0, 0);"
              "CREATE TABLE PLApplicationAgent_EventForward_ApplicationDidUninstall(ID INTEGER PRIMARY "
              "KEY, timestamp REAL, AppBundleId, AppName);"
              "INSERT INTO PLApplicationAgent_EventForward_ApplicationDidUninstall VALUES(1, 1700000000, "
              "'com.example.gone', 'Gone');")),
      "PLApplicationAgent_EventNone_AllApps rowid 1 | app | 2023-11-14T22:13:20Z | com.example.gone | Gone | "
      "Gone | 1.2 | 2023-07-22T04:26:40Z | {\"AppType\":3}\n"
      "PLApplicationAgent_EventNone_AllApps rowid 2 | app | NULL | NULL | NULL | NULL | NULL | NULL | NULL\n"
      "PLApplicationAgent_EventForward_ApplicationDidUninstall rowid 1 | uninstall | 2023-11-14T22:13:20Z | "
      "com.example.gone | Gone | NULL | NULL | NULL | NULL\n");
}

TEST(IosPowerlogApps, reads_the_corpus) {
  CORPUS_OR_SKIP(folder, "ios-plaso/ios");
  std::string text =
      records("ios.powerlog_apps", content_of(folder / "powerlog_2021-12-16_05-54_84E2141B.PLSQL"));
  EXPECT_EQ(std::ranges::count(text, '\n'), 132);  // by SQLite
}

}  // namespace bridle::testing
