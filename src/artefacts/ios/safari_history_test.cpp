#include <gtest/gtest.h>

#include "testing/records.h"
#include "testing/sqlite_builder.h"

namespace bridle::testing {
namespace {

constexpr std::string_view full =
    "CREATE TABLE history_items(id INTEGER PRIMARY KEY, url TEXT, domain_expansion TEXT, visit_count "
    "INTEGER);"
    "CREATE TABLE history_visits(id INTEGER PRIMARY KEY, history_item INTEGER, visit_time REAL, title TEXT, "
    "load_successful BOOLEAN,"
    " http_non_get BOOLEAN, synthesized BOOLEAN, redirect_source INTEGER, redirect_destination INTEGER, "
    "origin INTEGER,"
    " generation INTEGER, attributes INTEGER, score INTEGER);";
// What MVT's tests make.
constexpr std::string_view minimal =
    "CREATE TABLE history_items(id INTEGER PRIMARY KEY, url TEXT);"
    "CREATE TABLE history_visits(id INTEGER PRIMARY KEY, history_item INTEGER, visit_time REAL, "
    "redirect_source INTEGER,"
    " redirect_destination INTEGER);";

std::string text_of(const std::vector<std::uint8_t>& bytes) {
  return std::string(as_text(bytes));
}

TEST(IosSafariHistory, reads_visits_with_their_redirects) {
  auto bytes = SqliteBuilder()
                   .run(std::string(full) +
                        "INSERT INTO history_items VALUES(1, 'http://safe.example.com/start', "
                        "'safe.example', 3), (2, 'https://bad.example.org/', NULL, 1);"
                        "INSERT INTO history_visits VALUES(10, 1, 726100000.0, 'Start', 1, 0, 0, NULL, 11, "
                        "0, 5, 1, 100),"
                        " (11, 2, 726100000.25, 'End', 0, 1, 0, 10, NULL, 0, 6, 0, 0)")
                   .build();
  ASSERT_TRUE(bytes) << bytes.error().message;
  EXPECT_EQ(records("ios.safari_history", text_of(bytes->main)),
            "history_visits rowid 10 | 10 | 2024-01-04T22:26:40Z | visited | http://safe.example.com/start | "
            "Start | safe.example | 1 | 3 | "
            "NULL | NULL | NULL | 11 | https://bad.example.org/ | 0.25 | true | false | 0 | 5 | "
            "{\"attributes\":1,\"score\":100}\n"
            "history_visits rowid 11 | 11 | 2024-01-04T22:26:40.250Z | visited | https://bad.example.org/ | "
            "End | NULL | 2 | 1 | 10 | "
            "http://safe.example.com/start | 0.25 | NULL | NULL | NULL | false | true | 0 | 6 | NULL\n");
}

TEST(IosSafariHistory, a_visit_of_another_device_is_only_mentioned) {
  auto bytes =
      SqliteBuilder()
          .run(
              std::string(full) +
              "INSERT INTO history_items(id, url) VALUES(1, 'https://a.example/');"
              "INSERT INTO history_visits(id, history_item, visit_time, origin) VALUES(1, 1, 726100000.0, 1)")
          .build();
  ASSERT_TRUE(bytes) << bytes.error().message;
  EXPECT_TRUE(records("ios.safari_history", text_of(bytes->main))
                  .contains("| 2024-01-04T22:26:40Z | mentioned | https://a.example/ |"));
}

TEST(IosSafariHistory, reads_minimal_tables_of_any_profile) {
  auto bytes = SqliteBuilder()
                   .run(std::string(minimal) +
                        "INSERT INTO history_items VALUES(1, 'https://profile.example.net/visited-page');"
                        "INSERT INTO history_visits VALUES(2, 1, 726100000.0, NULL, NULL)")
                   .build();
  ASSERT_TRUE(bytes) << bytes.error().message;
  for (std::string_view path :
       {"/private/var/mobile/Library/Safari/History.db",
        "/private/var/mobile/Containers/Data/Application/*/Library/Safari/Profiles/P/History.db"})
    EXPECT_EQ(records("ios.safari_history", text_of(bytes->main), path),
              "history_visits rowid 2 | 2 | 2024-01-04T22:26:40Z | visited | "
              "https://profile.example.net/visited-page | NULL | NULL | 1 | "
              "NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL\n");
}

TEST(IosSafariHistory, keeps_visits_whose_address_or_redirect_is_gone) {
  auto bytes = SqliteBuilder()
                   .run(std::string(minimal) +
                        "INSERT INTO history_visits VALUES(1, 5, 0, 77, 0), (2, 'odd', 'odd', 1, NULL)")
                   .build();
  ASSERT_TRUE(bytes) << bytes.error().message;
  EXPECT_EQ(records("ios.safari_history", text_of(bytes->main)),
            "history_visits rowid 1 | 1 | NULL | visited | NULL | NULL | NULL | 5 | NULL | 77 | NULL | NULL "
            "| NULL | NULL | NULL | NULL | "
            "NULL | NULL | NULL | NULL\n"
            "history_visits rowid 2 | 2 | NULL | visited | NULL | NULL | NULL | NULL | NULL | 1 | NULL | "
            "NULL | NULL | NULL | NULL | NULL | "
            "NULL | NULL | NULL | {\"history_item\":\"odd\",\"visit_time\":\"odd\"}\n");
}

TEST(IosSafariHistory, reads_unix_times_of_ios_26) {
  auto bytes = SqliteBuilder()
                   .run(std::string(minimal) +
                        "INSERT INTO history_items VALUES(1, 'https://a.example/');"
                        "INSERT INTO history_visits VALUES(1, 1, 1760000000.5, NULL, NULL)")
                   .build();
  ASSERT_TRUE(bytes);
  EXPECT_TRUE(records("ios.safari_history", text_of(bytes->main)).contains("| 2025-10-09T08:53:20.500Z |"));
}

TEST(IosSafariHistory, says_which_state_of_the_database_holds_a_visit) {
  auto bytes = SqliteBuilder()
                   .run(std::string(minimal) +
                        "INSERT INTO history_items VALUES(1, 'https://a.example/');"
                        "INSERT INTO history_visits VALUES(1, 1, 726100000.0, NULL, NULL)")
                   .into_wal()
                   .run("DELETE FROM history_visits; DELETE FROM history_items")
                   .build();
  ASSERT_TRUE(bytes) << bytes.error().message;
  std::string all = records_with_wal("ios.safari_history", text_of(bytes->main), text_of(bytes->wal));
  EXPECT_TRUE(all.starts_with(
      "main history_visits rowid 1 | 1 | 2024-01-04T22:26:40Z | visited | https://a.example/ |"))
      << all;
}

TEST(IosSafariHistory, names_what_an_unknown_generation_lacks) {
  auto bytes =
      SqliteBuilder().run("CREATE TABLE history_items(id, url); CREATE TABLE history_visits(id)").build();
  ASSERT_TRUE(bytes);
  EXPECT_EQ(records("ios.safari_history", text_of(bytes->main)),
            "failed: unsupported: table history_visits has no column history_item, visit_time\n");
}

}  // namespace
}  // namespace bridle::testing
