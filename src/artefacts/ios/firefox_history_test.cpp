#include <gtest/gtest.h>

#include "testing/database_text.h"
#include "testing/records.h"

namespace bridle::testing {

TEST(IosFirefoxHistory, reads_places_of_today) {
  EXPECT_EQ(
      records("ios.firefox_history",
              database_of(
                  "CREATE TABLE moz_places(id INTEGER PRIMARY KEY, url LONGVARCHAR, title LONGVARCHAR, "
                  "visit_count_local INTEGER, visit_count_remote INTEGER);"
                  "CREATE TABLE moz_historyvisits(id INTEGER PRIMARY KEY, is_local INTEGER, from_visit "
                  "INTEGER, place_id INTEGER, visit_date INTEGER, visit_type INTEGER, sync_status INTEGER);"
                  "INSERT INTO moz_places VALUES(1, 'https://a.example/', 'A', 2, 1), (2, "
                  "'https://b.example/', NULL, 1, 0);"
                  "INSERT INTO moz_historyvisits VALUES(5, 1, NULL, 1, 1700000000250, 2, 1), (6, 1, 5, 2, "
                  "1700000001000, 6, 0), (7, 0, 0, 1, 1600000000000, 1, 0), (8, 1, 77, 9, 0, 55, 0)"),
              "/private/var/mobile/Containers/Shared/AppGroup/*/profile.profile/places.db"),
      "moz_historyvisits rowid 5 | 5 | 2023-11-14T22:13:20.250Z | visited | https://a.example/ | A | 1 | 2 | "
      "typed | true | NULL | NULL | 2 | 1 | {\"sync_status\":1}\n"
      "moz_historyvisits rowid 6 | 6 | 2023-11-14T22:13:21Z | visited | https://b.example/ | NULL | 2 | 6 | "
      "temporary redirect | true | 5 | https://a.example/ | 1 | 0 | NULL\n"
      "moz_historyvisits rowid 7 | 7 | 2020-09-13T12:26:40Z | mentioned | https://a.example/ | A | 1 | 1 | "
      "link | false | NULL | NULL | 2 | 1 | NULL\n"
      "moz_historyvisits rowid 8 | 8 | NULL | visited | NULL | NULL | 9 | 55 |  | true | 77 | NULL | NULL | "
      "NULL | NULL\n");
}

TEST(IosFirefoxHistory, reads_the_browser_database_of_before) {
  EXPECT_EQ(
      records("ios.firefox_history",
              database_of(
                  "CREATE TABLE history(id INTEGER PRIMARY KEY, guid TEXT, url TEXT, title TEXT, is_deleted "
                  "TINYINT);"
                  "CREATE TABLE visits(id INTEGER PRIMARY KEY, siteID INTEGER NOT NULL, date REAL NOT NULL, "
                  "type INTEGER NOT NULL, is_local TINYINT NOT NULL);"
                  "INSERT INTO history VALUES(1, 'g', 'https://a.example/', 'A', 0);"
                  "INSERT INTO visits VALUES(3, 1, 1700000000123456, 1, 1), (4, 1, 1700000000000000, 3, 0)")),
      "visits rowid 3 | 3 | 2023-11-14T22:13:20.123456Z | visited | https://a.example/ | A | 1 | 1 | link | "
      "true | NULL | NULL | NULL | NULL | NULL\n"
      "visits rowid 4 | 4 | 2023-11-14T22:13:20Z | mentioned | https://a.example/ | A | 1 | 3 | bookmark | "
      "false | NULL | NULL | NULL | NULL | NULL\n");
}

TEST(IosFirefoxHistory, notes_that_a_newer_browser_database_keeps_no_history) {
  EXPECT_EQ(records("ios.firefox_history", database_of("CREATE TABLE pinned_top_sites(id)")),
            "note: this generation of browser.db keeps no history: places.db does\n");
}

TEST(IosFirefoxHistory, says_which_state_of_the_log_holds_a_visit) {
  auto [main, wal] = database_with_wal(
      "CREATE TABLE moz_places(id INTEGER PRIMARY KEY, url); CREATE TABLE moz_historyvisits(id INTEGER "
      "PRIMARY KEY, place_id, visit_date); INSERT INTO moz_places VALUES(1, 'https://a.example/'); INSERT "
      "INTO moz_historyvisits VALUES(1, 1, 1700000000000)",
      "DELETE FROM moz_historyvisits");
  EXPECT_EQ(records_with_wal("ios.firefox_history", main, wal),
            "main moz_historyvisits rowid 1 | 1 | 2023-11-14T22:13:20Z | visited | https://a.example/ | NULL "
            "| 1 | NULL |  | NULL | NULL | NULL | NULL | NULL | NULL\n");
}

TEST(IosFirefoxHistory, names_what_an_unknown_generation_lacks) {
  EXPECT_EQ(
      records("ios.firefox_history", database_of("CREATE TABLE history(id, url); CREATE TABLE visits(id)")),
      "failed: unsupported: table visits has no column siteID, date\n");
  EXPECT_EQ(records("ios.firefox_history", database_of("CREATE TABLE other(a)")),
            "failed: unsupported: database has no table history\n");
}

}  // namespace bridle::testing
