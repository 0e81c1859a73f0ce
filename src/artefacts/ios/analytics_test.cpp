#include <gtest/gtest.h>

#include "testing/database_text.h"
#include "testing/plist_builder.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

using Dictionary = PlistTree::Dictionary;
using Array = PlistTree::Array;

constexpr const char* tables =
    "CREATE TABLE hard_failures(id INTEGER PRIMARY KEY, timestamp REAL, data BLOB); CREATE TABLE "
    "soft_failures(id INTEGER PRIMARY KEY, timestamp REAL, data BLOB); CREATE TABLE all_events(id INTEGER "
    "PRIMARY KEY, timestamp REAL, data BLOB);";

std::string with_event(const std::string& sql, const std::string& data) {
  auto built = SqliteBuilder()
                   .run(std::string(tables) + sql)
                   .insert_blob("INSERT INTO soft_failures VALUES(1, 1700000000.5, ?)", data)
                   .build();
  return built ? std::string(as_text(built->main)) : built.error().message;
}
constexpr std::string_view path = "/private/var/Keychains/Analytics/trust_analytics.db";

}  // namespace

TEST(IosAnalytics, reads_events_and_goes_on_after_empty_ones) {
  EXPECT_EQ(records("ios.analytics",
                    with_event("INSERT INTO hard_failures VALUES(1, NULL, NULL)",
                               write_bplist(Dictionary{{"event", "valid"},
                                                       {"build", "iPhone OS 15.3.1 (19D52)"},
                                                       {"product", "iPhone OS"},
                                                       {"link", "https://a.example/"}})),
                    path),
            "hard_failures rowid 1 | hard_failures | trust_analytics.db | NULL | NULL | NULL | NULL\n"
            "soft_failures rowid 1 | soft_failures | trust_analytics.db | 2023-11-14T22:13:20.500Z | iPhone "
            "OS 15.3.1 (19D52) | iPhone OS | {\"event\":\"valid\",\"build\":\"iPhone OS 15.3.1 "
            "(19D52)\",\"product\":\"iPhone OS\",\"link\":\"https://a.example/\"}\n"
            "  mined members plain https://a.example/\n");
}

TEST(IosAnalytics, a_damaged_event_keeps_its_time) {
  EXPECT_EQ(records("ios.analytics", with_event("", "junk"), path),
            "skip soft_failures rowid 1: neither a binary nor an XML property list\n"
            "soft_failures rowid 1 | soft_failures | trust_analytics.db | 2023-11-14T22:13:20.500Z | NULL | "
            "NULL | NULL\n");
}

TEST(IosAnalytics, says_which_state_of_the_log_holds_an_event) {
  auto [main, wal] = database_with_wal(
      std::string(tables) + "INSERT INTO all_events VALUES(1, 1700000000, NULL)", "DELETE FROM all_events");
  EXPECT_EQ(records_with_wal("ios.analytics", main, wal, path),
            "main all_events rowid 1 | all_events | trust_analytics.db | 2023-11-14T22:13:20Z | NULL | NULL "
            "| NULL\n");
}

TEST(IosAnalytics, names_what_another_database_lacks) {
  EXPECT_EQ(records("ios.analytics", database_of("CREATE TABLE a(b)"), path),
            "failed: unsupported: database has no table hard_failures\n");
}

}  // namespace bridle::testing
