#include "evidence/sqlite_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "evidence/sqlite_vfs.h"
#include "testing/sqlite_builder.h"

namespace bridle {
namespace {

using testing::HasSubstr;

DatabaseBytes built(SqliteBuilder& builder) {
  auto bytes = builder.build();
  EXPECT_TRUE(bytes) << bytes.error().message;
  return bytes.value_or(DatabaseBytes{});
}

Result<SqliteView> opened(const DatabaseBytes& bytes, WalUse use = WalUse::overlay, Limits limits = {}) {
  return SqliteView::open(view_source(bytes.main), view_source(bytes.wal), use, limits);
}

std::vector<std::int64_t> numbers(const SqliteView& view, std::string_view sql) {
  std::vector<std::int64_t> found;
  auto query = view.query(sql);
  EXPECT_TRUE(query) << query.error().message;
  while (query && query->step().value_or(false)) found.push_back(query->integer(0).value_or(-1));
  return found;
}

TEST(SqliteView, reads_rows_and_tells_storage_classes_apart) {
  SqliteBuilder builder;
  auto bytes =
      built(builder.run("CREATE TABLE t(a, b, c, d, e); INSERT INTO t VALUES(7, 2.5, 'x', x'00ff', NULL)"));
  auto view = opened(bytes);
  ASSERT_TRUE(view) << view.error().message;
  auto query = view->query("SELECT a, b, c, d, e FROM t");
  ASSERT_TRUE(query);
  ASSERT_TRUE(query->step().value());
  EXPECT_EQ(query->integer(0), 7);
  EXPECT_EQ(query->integer(1), std::nullopt);
  EXPECT_EQ(query->real(1), 2.5);
  EXPECT_EQ(query->real(0), 7.0);
  EXPECT_EQ(query->text(2), "x");
  EXPECT_EQ(query->text(3), std::string_view("\0\xff", 2));
  EXPECT_EQ(query->type(3), SqliteType::blob);
  EXPECT_TRUE(query->is_null(4));
  EXPECT_EQ(query->text(4), std::nullopt);
  EXPECT_EQ(query->name(2), "c");
  EXPECT_FALSE(query->step().value());
  EXPECT_FALSE(query->step().value());
  EXPECT_EQ(refused_writes(), 0u);
}

TEST(SqliteView, sees_the_log_only_when_asked) {
  SqliteBuilder builder;
  auto bytes = built(builder.run("CREATE TABLE t(a); INSERT INTO t VALUES(1)")
                         .into_wal()
                         .run("INSERT INTO t VALUES(2); CREATE TABLE n(b); INSERT INTO n VALUES(3)"));
  auto with = opened(bytes);
  auto without = opened(bytes, WalUse::ignore);
  ASSERT_TRUE(with && without);
  EXPECT_EQ(numbers(*with, "SELECT a FROM t"), (std::vector<std::int64_t>{1, 2}));
  EXPECT_EQ(numbers(*without, "SELECT a FROM t"), (std::vector<std::int64_t>{1}));
  EXPECT_TRUE(with->has_table("N"));
  EXPECT_FALSE(without->has_table("n"));
  EXPECT_TRUE(with->notes().image.wal_used);
  EXPECT_EQ(with->notes().image.wal->frames_committed, with->notes().image.wal->frames_total);
}

TEST(SqliteView, names_what_a_schema_lacks) {
  SqliteBuilder builder;
  auto bytes = built(builder.run("CREATE TABLE message(ROWID INTEGER PRIMARY KEY, text TEXT, date INTEGER)"));
  auto view = opened(bytes);
  ASSERT_TRUE(view);
  EXPECT_TRUE(view->require("Message", {"rowid", "TEXT"}));
  auto lacking = view->require("message", {"text", "handle_id", "service"});
  ASSERT_FALSE(lacking);
  EXPECT_EQ(lacking.error().fault, Fault::unsupported);
  EXPECT_THAT(lacking.error().message, HasSubstr("table message has no column handle_id, service"));
  EXPECT_EQ(view->require("chat", {}).error().message, "database has no table chat");
  EXPECT_THAT(view->columns("message"), testing::ElementsAre("ROWID", "text", "date"));
}

}  // namespace
}  // namespace bridle
