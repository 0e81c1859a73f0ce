#include <gtest/gtest.h>

#include "testing/corpus.h"
#include "testing/records.h"
#include "testing/sqlite_builder.h"

namespace bridle::testing {
namespace {

constexpr std::string_view modern =
    "CREATE TABLE message(ROWID INTEGER PRIMARY KEY AUTOINCREMENT, handle_id INTEGER, date INTEGER, text "
    "TEXT);";

std::string text_of(const std::vector<std::uint8_t>& bytes) {
  return std::string(as_text(bytes));
}

TEST(IosSmsGaps, reports_gaps_at_the_start_in_the_middle_and_at_the_end) {
  auto bytes = SqliteBuilder()
                   .run(std::string(modern) +
                        "INSERT INTO message(ROWID, date) VALUES(3, 600000000000000000), (4, "
                        "600000001000000000), (7, 600000002000000000),"
                        " (9, NULL), (12, 1); DELETE FROM message WHERE ROWID = 12")
                   .build();
  ASSERT_TRUE(bytes) << bytes.error().message;
  EXPECT_EQ(records("ios.sms_gaps", text_of(bytes->main)),
            "message rowid 1 | 1 | 2 | 2 | NULL | NULL | 3 | 2020-01-06T10:40:00Z\n"
            "message rowid 5 | 5 | 6 | 2 | 4 | 2020-01-06T10:40:01Z | 7 | 2020-01-06T10:40:02Z\n"
            "message rowid 8 | 8 | 8 | 1 | 7 | 2020-01-06T10:40:02Z | 9 | NULL\n"
            "message rowid 10 | 10 | 12 | 3 | 9 | NULL | NULL | NULL\n");
}

TEST(IosSmsGaps, says_nothing_of_a_table_without_gaps) {
  auto bytes =
      SqliteBuilder().run(std::string(modern) + "INSERT INTO message(ROWID) VALUES(1), (2), (3)").build();
  ASSERT_TRUE(bytes);
  EXPECT_EQ(records("ios.sms_gaps", text_of(bytes->main)), "");
  bytes = SqliteBuilder().run(std::string(modern)).build();
  EXPECT_EQ(records("ios.sms_gaps", text_of(bytes->main)), "");
}

TEST(IosSmsGaps, reports_a_table_that_was_emptied) {
  auto bytes = SqliteBuilder()
                   .run(std::string(modern) + "INSERT INTO message(ROWID) VALUES(40); DELETE FROM message")
                   .build();
  ASSERT_TRUE(bytes);
  EXPECT_EQ(records("ios.sms_gaps", text_of(bytes->main)),
            "message rowid 1 | 1 | 40 | 40 | NULL | NULL | NULL | NULL\n");
}

TEST(IosSmsGaps, survives_numbers_that_the_engine_never_gives) {
  auto bytes =
      SqliteBuilder()
          .run(std::string(modern) +
               "INSERT INTO message(ROWID) VALUES(-9223372036854775807), (-1), (0), (9223372036854775807)")
          .build();
  ASSERT_TRUE(bytes);
  EXPECT_EQ(records("ios.sms_gaps", text_of(bytes->main)),
            "message rowid 1 | 1 | 9223372036854775806 | 9223372036854775806 | NULL | NULL | "
            "9223372036854775807 | NULL\n");
}

TEST(IosSmsGaps, reads_both_clocks_up_to_ios_5) {
  auto bytes = SqliteBuilder()
                   .run(
                       "CREATE TABLE message(ROWID INTEGER PRIMARY KEY, address TEXT, date INTEGER, "
                       "is_madrid INTEGER);"
                       "INSERT INTO message VALUES(1, '+1', 1300000000, 0), (3, NULL, 330000000, 1)")
                   .build();
  ASSERT_TRUE(bytes) << bytes.error().message;
  EXPECT_EQ(records("ios.sms_gaps", text_of(bytes->main)),
            "message rowid 2 | 2 | 2 | 1 | 1 | 2011-03-13T07:06:40Z | 3 | 2011-06-17T10:40:00Z\n");
}

TEST(IosSmsGaps, tells_a_gap_that_only_the_write_ahead_log_makes) {
  auto bytes = SqliteBuilder()
                   .run(std::string(modern) + "INSERT INTO message(ROWID) VALUES(1), (2), (3)")
                   .into_wal()
                   .run("DELETE FROM message WHERE ROWID = 2")
                   .build();
  ASSERT_TRUE(bytes) << bytes.error().message;
  EXPECT_EQ(records_with_wal("ios.sms_gaps", text_of(bytes->main), text_of(bytes->wal)),
            "wal message rowid 2 | 2 | 2 | 1 | 1 | NULL | 3 | NULL\n");
}

TEST(IosSmsGaps, says_that_damage_looks_like_a_gap) {
  SqliteBuilder builder;
  builder.run(std::string(modern) + "BEGIN");
  std::string filler(1000, 'x');
  for (std::int64_t i = 1; i <= 40; ++i)
    builder.insert("INSERT INTO message(ROWID, text) VALUES(?, ?)", {i, std::string_view(filler)});
  auto bytes = builder.run("COMMIT").build();
  ASSERT_TRUE(bytes) << bytes.error().message;
  overwrite_page(bytes->main, leaf_pages(bytes->main, "message")[2], 0xFF);
  std::string all = records("ios.sms_gaps", text_of(bytes->main));
  EXPECT_TRUE(all.starts_with("message rowid ")) << all;
  EXPECT_TRUE(all.contains("note: messages on damaged pages count as missing here\n")) << all;
}

TEST(IosSmsGaps, finds_the_gap_of_the_corpus) {
  CORPUS_OR_SKIP(folder, "ios-mvt-backup/ios_backup");
  EXPECT_EQ(records("ios.sms_gaps", content_of(folder / "3d/3d0d7e5fb2ce288813306e4d4636395e047a3d28")),
            "message rowid 1 | 1 | 2 | 2 | NULL | NULL | 3 | 2019-08-29T23:13:30.539788032Z\n");
}

}  // namespace
}  // namespace bridle::testing
