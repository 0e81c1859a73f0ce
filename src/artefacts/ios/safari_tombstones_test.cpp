#include <gtest/gtest.h>

#include "testing/records.h"
#include "testing/sqlite_builder.h"

namespace bridle::testing {
namespace {

std::string text_of(const std::vector<std::uint8_t>& bytes) {
  return std::string(as_text(bytes));
}

TEST(IosSafariTombstones, reads_deletions_of_an_address_and_of_a_time) {
  auto bytes = SqliteBuilder()
                   .run(
                       "CREATE TABLE history_tombstones(id INTEGER PRIMARY KEY, start_time REAL, end_time "
                       "REAL, url TEXT, generation INTEGER);"
                       "INSERT INTO history_tombstones VALUES(1, 726100000.0, 726100060.5, "
                       "'https://bad.example.org/', 4),"
                       " (2, 0, 726200000.0, NULL, 0), (3, 1, 2, x'0102', 0)")
                   .build();
  ASSERT_TRUE(bytes) << bytes.error().message;
  EXPECT_EQ(records("ios.safari_tombstones", text_of(bytes->main)),
            "history_tombstones rowid 1 | 1 | 2024-01-04T22:26:40Z | 2024-01-04T22:27:40.500Z | "
            "https://bad.example.org/ | 4 | NULL\n"
            "history_tombstones rowid 2 | 2 | NULL | 2024-01-06T02:13:20Z | NULL | 0 | NULL\n"
            "history_tombstones rowid 3 | 3 | 2001-01-01T00:00:01Z | 2001-01-01T00:00:02Z | NULL | 0 | "
            "{\"url\":\"AQI=\"}\n");
}

TEST(IosSafariTombstones, a_history_without_that_table_is_noted) {
  auto bytes = SqliteBuilder().run("CREATE TABLE history_visits(visit_time)").build();
  ASSERT_TRUE(bytes);
  EXPECT_EQ(records("ios.safari_tombstones", text_of(bytes->main)),
            "note: this history keeps no table of deletions\n");
}

TEST(IosSafariTombstones, names_what_an_unknown_generation_lacks) {
  auto bytes = SqliteBuilder().run("CREATE TABLE history_tombstones(url)").build();
  ASSERT_TRUE(bytes);
  EXPECT_EQ(records("ios.safari_tombstones", text_of(bytes->main)),
            "failed: unsupported: table history_tombstones has no column start_time, end_time\n");
  bytes = SqliteBuilder().run("CREATE TABLE t(a)").build();
  EXPECT_EQ(records("ios.safari_tombstones", text_of(bytes->main)),
            "failed: unsupported: database has no table history_visits\n");
}

}  // namespace
}  // namespace bridle::testing
