#include "evidence/side_table.h"

#include <gtest/gtest.h>

#include "testing/sqlite_builder.h"

namespace bridle {
namespace {

SqliteView opened(const DatabaseBytes& bytes) {
  auto view = SqliteView::open(view_source(bytes.main), nullptr, WalUse::ignore, Limits{});
  EXPECT_TRUE(view) << view.error().message;
  return std::move(*view);
}

DatabaseBytes joined_database() {
  auto bytes = SqliteBuilder()
                   .run(
                       "CREATE TABLE handle(id TEXT, service TEXT); CREATE TABLE pair(a INTEGER, b INTEGER);"
                       "INSERT INTO handle VALUES('+1', 'SMS'), (NULL, 'iMessage');"
                       "INSERT INTO pair VALUES(5, 50), (4, 40), (5, 51), ('x', 1)")
                   .build();
  EXPECT_TRUE(bytes) << bytes.error().message;
  return bytes.value_or(DatabaseBytes{});
}

class SideTableTest : public testing::TestWithParam<std::size_t> {};

// In memory, and asked row by row: the same answers.
INSTANTIATE_TEST_SUITE_P(InMemoryAndAsked, SideTableTest, testing::Values(1'000'000, 1));

TEST_P(SideTableTest, finds_the_rows_of_a_key) {
  auto bytes = joined_database();
  auto view = opened(bytes);
  auto handles = SideTable::open(view, "handle", "rowid", {"id", "missing", "service"}, GetParam());
  ASSERT_TRUE(handles);
  EXPECT_TRUE(handles->seek(1));
  EXPECT_EQ(handles->count(), 1u);
  EXPECT_EQ(handles->text(0), "+1");
  EXPECT_FALSE(handles->text(1));
  EXPECT_EQ(handles->text(2), "SMS");
  EXPECT_TRUE(handles->seek(2));
  EXPECT_EQ(handles->count(), 1u);
  EXPECT_FALSE(handles->text(0));
  EXPECT_EQ(handles->text(2), "iMessage");
  EXPECT_TRUE(handles->seek(3));
  EXPECT_EQ(handles->count(), 0u);
  EXPECT_FALSE(handles->text(2));

  auto pairs = SideTable::open(view, "pair", "a", {"b"}, GetParam());
  ASSERT_TRUE(pairs);
  EXPECT_TRUE(pairs->seek(5));
  EXPECT_EQ(pairs->count(), 2u);
  EXPECT_EQ(pairs->integer(0, 0), 50);
  EXPECT_EQ(pairs->integer(0, 1), 51);
  EXPECT_FALSE(pairs->integer(0, 2));
  EXPECT_TRUE(pairs->seek(4));
  EXPECT_EQ(pairs->count(), 1u);
  EXPECT_EQ(pairs->integer(0), 40);
}

TEST(SideTable, a_table_that_is_not_there_is_empty) {
  auto bytes = joined_database();
  auto view = opened(bytes);
  auto none = SideTable::open(view, "chat", "rowid", {"guid"});
  ASSERT_TRUE(none);
  EXPECT_TRUE(none->seek(1));
  EXPECT_EQ(none->count(), 0u);
  auto no_key = SideTable::open(view, "pair", "c", {"b"});
  ASSERT_TRUE(no_key);
  EXPECT_TRUE(no_key->seek(0));
  EXPECT_EQ(no_key->count(), 0u);
}

}  // namespace
}  // namespace bridle
