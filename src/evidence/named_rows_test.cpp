#include "evidence/named_rows.h"

#include <gtest/gtest.h>

#include "testing/sqlite_builder.h"

namespace bridle {
namespace {

SqliteView opened(const DatabaseBytes& bytes) {
  auto view = SqliteView::open(view_source(bytes.main), nullptr, WalUse::ignore, Limits{});
  EXPECT_TRUE(view) << view.error().message;
  return std::move(*view);
}

DatabaseBytes built(SqliteBuilder& builder) {
  auto bytes = builder.build();
  EXPECT_TRUE(bytes) << bytes.error().message;
  return bytes.value_or(DatabaseBytes{});
}

TEST(NamedRows, gives_values_by_name_whatever_its_case) {
  SqliteBuilder builder;
  auto bytes =
      built(builder.run("CREATE TABLE t(ROWID INTEGER PRIMARY KEY, First TEXT, \"order\" REAL);"
                        "INSERT INTO t VALUES(7, 'x', 1.5)"));
  auto view = opened(bytes);
  auto rows = NamedRows::open(view, "t");
  ASSERT_TRUE(rows);
  ASSERT_TRUE(rows->step().value_or(false));
  EXPECT_EQ(rows->rowid(), 7);
  EXPECT_EQ(rows->text("first"), "x");
  EXPECT_EQ(rows->real("ORDER"), 1.5);
  EXPECT_FALSE(rows->text("missing"));
  EXPECT_FALSE(rows->has("missing"));
  EXPECT_FALSE(rows->others());
  EXPECT_FALSE(*rows->step());
}

TEST(NamedRows, others_hold_what_was_not_taken) {
  SqliteBuilder builder;
  auto bytes = built(builder.run(
      "CREATE TABLE t(a, b, c, d, e, f, g);"
      "INSERT INTO t VALUES(1, 'b', x'414243', 2.5, NULL, 0, ''), ('text', 'b', 3, 0.0, 1e300, 2, 'g')"));
  auto view = opened(bytes);
  auto rows = NamedRows::open(view, "t");
  ASSERT_TRUE(rows);
  ASSERT_TRUE(rows->step().value_or(false));
  EXPECT_EQ(rows->integer("a"), 1);
  EXPECT_FALSE(rows->integer("d"));  // not whole
  EXPECT_EQ(rows->others(), R"({"b":"b","c":"QUJD","d":2.5})");
  ASSERT_TRUE(rows->step().value_or(false));
  EXPECT_FALSE(rows->integer("a"));  // not a number this time
  EXPECT_EQ(rows->text("b"), "b");
  EXPECT_FALSE(rows->blob("c"));
  EXPECT_EQ(rows->text("g"), "g");
  EXPECT_FALSE(rows->time("e", time_from_cocoa_seconds));  // past 2262
  rows->give_back("g");
  EXPECT_EQ(rows->others(), R"({"a":"text","c":3,"e":1e+300,"f":2,"g":"g"})");
}

TEST(NamedRows, large_bytes_are_cut_and_say_so) {
  SqliteBuilder builder;
  auto bytes = built(builder.run("CREATE TABLE t(a); INSERT INTO t VALUES(zeroblob(65537))"));
  auto view = opened(bytes);
  auto rows = NamedRows::open(view, "t");
  ASSERT_TRUE(rows);
  ASSERT_TRUE(rows->step().value_or(false));
  std::string_view text = rows->others().value_or("");
  EXPECT_TRUE(text.starts_with(R"({"a":{"bytes":65537,"first":"AAAA)")) << text.substr(0, 50);
  EXPECT_EQ(text.size(), 33 + 4 * ((65536 + 2) / 3) + 3 - 4);
}

TEST(NamedRows, refuses_a_table_that_is_not_there) {
  SqliteBuilder builder;
  auto bytes = built(builder.run("CREATE TABLE t(a)"));
  auto view = opened(bytes);
  auto rows = NamedRows::open(view, "u");
  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.error().message, "database has no table u");
}

}  // namespace
}  // namespace bridle
