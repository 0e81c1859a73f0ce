#include <gtest/gtest.h>

#include "testing/database_text.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

// Microseconds from 1601 to 2023-11-14 22:13:20 UTC are 13344473600000000.
constexpr const char* history =
    "CREATE TABLE urls(id INTEGER PRIMARY KEY AUTOINCREMENT, url LONGVARCHAR, title LONGVARCHAR, visit_count "
    "INTEGER, typed_count INTEGER, last_visit_time INTEGER, hidden INTEGER);"
    "CREATE TABLE visits(id INTEGER PRIMARY KEY AUTOINCREMENT, url INTEGER NOT NULL, visit_time INTEGER NOT "
    "NULL, from_visit INTEGER, transition INTEGER, segment_id INTEGER, visit_duration INTEGER, "
    "originator_cache_guid TEXT);";

}  // namespace

TEST(IosChromeHistory, reads_visits_and_what_led_to_them) {
  EXPECT_EQ(
      records("ios.chrome_history",
              database_of(std::string(history) +
                          "INSERT INTO urls VALUES(1, 'http://safe.example.com/', 'Start', 2, 1, 0, 0), (2, "
                          "'https://bad.example.org/', '', 1, 0, 0, 0);"
                          "INSERT INTO visits VALUES(10, 1, 13344473600000000, 0, 805306369, 0, 1500000, "
                          "''), (11, 2, 13344473600250000, 10, 2684354560, 3, 0, NULL), (12, 2, "
                          "13344473601000000, 11, -1610612736, 0, 0, NULL)")),
      "visits rowid 10 | 10 | 2023-11-14T22:13:20Z | visited | http://safe.example.com/ | Start | 1 | 2 | 1 "
      "| NULL | NULL | 1.5 | 805306369 | typed | false | false | NULL | NULL\n"
      "visits rowid 11 | 11 | 2023-11-14T22:13:20.250Z | visited | https://bad.example.org/ |  | 2 | 1 | 0 | "
      "10 | http://safe.example.com/ | NULL | 2684354560 | link | false | true | NULL | {\"segment_id\":3}\n"
      "visits rowid 12 | 12 | 2023-11-14T22:13:21Z | visited | https://bad.example.org/ |  | 2 | 1 | 0 | 11 "
      "| https://bad.example.org/ | NULL | -1610612736 | link | false | true | NULL | NULL\n");
}

TEST(IosChromeHistory, a_visit_of_another_device_is_only_mentioned) {
  EXPECT_EQ(
      records("ios.chrome_history",
              database_of(std::string(history) +
                          "CREATE TABLE visit_source(id INTEGER PRIMARY KEY, source INTEGER NOT NULL);"
                          "INSERT INTO urls(id, url) VALUES(1, 'https://a.example/');"
                          "INSERT INTO visits(id, url, visit_time, transition, originator_cache_guid) "
                          "VALUES(1, 1, 13344473600000000, 0, NULL), (2, 1, 13344473600000000, 8, 'guid');"
                          "INSERT INTO visit_source VALUES(1, 0)")),
      "visits rowid 1 | 1 | 2023-11-14T22:13:20Z | mentioned | https://a.example/ | NULL | 1 | NULL | NULL | "
      "NULL | NULL | NULL | 0 | link | false | false | 0 | NULL\n"
      "visits rowid 2 | 2 | 2023-11-14T22:13:20Z | mentioned | https://a.example/ | NULL | 1 | NULL | NULL | "
      "NULL | NULL | NULL | 8 | reload | false | false | NULL | {\"originator_cache_guid\":\"guid\"}\n");
}

TEST(IosChromeHistory, reads_the_columns_that_mvt_knows) {
  EXPECT_EQ(records("ios.chrome_history",
                    database_of("CREATE TABLE urls(id INTEGER PRIMARY KEY, url TEXT); CREATE TABLE visits(id "
                                "INTEGER PRIMARY KEY, url INTEGER, visit_time INTEGER, from_visit INTEGER);"
                                "INSERT INTO urls VALUES(1, 'https://a.example/'); INSERT INTO visits "
                                "VALUES(3, 1, 13344473600000000, 0)"),
                    "/private/var/mobile/Containers/Data/Application/*/Library/Application "
                    "Support/Google/Chrome/Profile 1/History"),
            "visits rowid 3 | 3 | 2023-11-14T22:13:20Z | visited | https://a.example/ | NULL | 1 | NULL | "
            "NULL | NULL | NULL | NULL | NULL |  | NULL | NULL | NULL | NULL\n");
}

TEST(IosChromeHistory, keeps_visits_whose_address_or_time_is_gone) {
  EXPECT_EQ(records("ios.chrome_history",
                    database_of(std::string(history) +
                                "INSERT INTO visits(id, url, visit_time, from_visit) VALUES(1, 5, 0, 77), "
                                "(2, 5, -9223372036854775808, 2), (3, 'odd', 'odd', 1)")),
            "visits rowid 1 | 1 | NULL | visited | NULL | NULL | 5 | NULL | NULL | 77 | NULL | NULL | NULL | "
            " | NULL | NULL | NULL | NULL\n"
            "visits rowid 2 | 2 | NULL | visited | NULL | NULL | 5 | NULL | NULL | 2 | NULL | NULL | NULL |  "
            "| NULL | NULL | NULL | {\"visit_time\":-9223372036854775808}\n"
            "visits rowid 3 | 3 | NULL | visited | NULL | NULL | NULL | NULL | NULL | 1 | NULL | NULL | NULL "
            "|  | NULL | NULL | NULL | {\"url\":\"odd\",\"visit_time\":\"odd\"}\n");
}

TEST(IosChromeHistory, says_which_state_of_the_log_holds_a_visit) {
  auto [main, wal] =
      database_with_wal(std::string(history) +
                            "INSERT INTO urls(id, url) VALUES(1, 'https://a.example/'); INSERT INTO "
                            "visits(id, url, visit_time) VALUES(1, 1, 13344473600000000)",
                        "DELETE FROM visits");
  EXPECT_EQ(records_with_wal("ios.chrome_history", main, wal),
            "main visits rowid 1 | 1 | 2023-11-14T22:13:20Z | visited | https://a.example/ | NULL | 1 | NULL "
            "| NULL | NULL | NULL | NULL | NULL |  | NULL | NULL | NULL | NULL\n");
}

TEST(IosChromeHistory, names_what_an_unknown_generation_lacks) {
  EXPECT_EQ(records("ios.chrome_history", database_of("CREATE TABLE urls(id, url); CREATE TABLE visits(id)")),
            "failed: unsupported: table visits has no column url, visit_time\n");
}

}  // namespace bridle::testing
