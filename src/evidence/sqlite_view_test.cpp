#include "evidence/sqlite_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "evidence/cbc_source.h"
#include "evidence/sqlite_vfs.h"
#include "testing/key_wrap.h"
#include "testing/sqlite_builder.h"

namespace bridle {
namespace {

using testing::ElementsAre;
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
  EXPECT_THAT(view->columns("message"), ElementsAre("ROWID", "text", "date"));
}

TEST(SqliteView, an_empty_file_is_absent_and_noise_is_unsupported) {
  EXPECT_EQ(opened({}).error().fault, Fault::absent);
  DatabaseBytes noise{std::vector<std::uint8_t>(8192, 0x9c), {}};
  EXPECT_EQ(opened(noise).error().fault, Fault::unsupported);
  EXPECT_EQ(opened(noise).error().message, "not an SQLite database, or encrypted by its app");
  DatabaseBytes zeros{std::vector<std::uint8_t>(8192, 0), {}};
  EXPECT_EQ(opened(zeros).error().fault, Fault::unsupported);
  SqliteBuilder builder;
  auto bytes = built(builder.run("CREATE TABLE t(a)"));
  bytes.main.resize(3000);
  EXPECT_EQ(opened(bytes).error().fault, Fault::truncated);
}

TEST(SqliteView, a_database_that_lives_only_in_its_log_is_read) {
  SqliteBuilder builder;
  auto bytes = built(builder.into_wal().run("CREATE TABLE t(a); INSERT INTO t VALUES(5)"));
  bytes.main.clear();
  auto view = opened(bytes);
  ASSERT_TRUE(view) << view.error().message;
  EXPECT_EQ(numbers(*view, "SELECT a FROM t"), (std::vector<std::int64_t>{5}));
}

TEST(SqliteView, a_broken_log_is_a_remark) {
  SqliteBuilder builder;
  auto bytes =
      built(builder.run("CREATE TABLE t(a); INSERT INTO t VALUES(1)").into_wal().run("DELETE FROM t"));
  bytes.wal[2] ^= 0xff;
  auto view = opened(bytes);
  ASSERT_TRUE(view);
  EXPECT_EQ(numbers(*view, "SELECT a FROM t"), (std::vector<std::int64_t>{1}));
  EXPECT_THAT(view->notes().image.remarks,
              ElementsAre(HasSubstr("wal is not used: wal header has no magic")));
}

TEST(SqliteView, a_log_of_another_page_size_belongs_to_another_database) {
  SqliteBuilder large;
  SqliteBuilder small(1024);
  auto bytes = built(large.run("CREATE TABLE t(a); INSERT INTO t VALUES(1)"));
  bytes.wal = built(small.run("CREATE TABLE t(a)").into_wal().run("INSERT INTO t VALUES(2)")).wal;
  auto view = opened(bytes);
  ASSERT_TRUE(view);
  EXPECT_FALSE(view->notes().image.wal_used);
  EXPECT_THAT(view->notes().image.remarks,
              ElementsAre(HasSubstr("its pages have 1024 bytes, the database's 4096")));
}

TEST(SqliteView, only_reading_is_allowed) {
  SqliteBuilder builder;
  auto bytes = built(builder.run("CREATE TABLE t(a); CREATE VIEW v AS SELECT random() FROM t"));
  auto view = opened(bytes);
  ASSERT_TRUE(view);
  for (const char* sql :
       {"DELETE FROM t", "INSERT INTO t VALUES(1)", "DROP TABLE t", "PRAGMA journal_mode=WAL", "VACUUM",
        "ATTACH ':memory:' AS other", "SELECT random()", "SELECT load_extension('x')", "SELECT * FROM v",
        "SELECT * FROM pragma_table_info('t')", "CREATE TEMP TABLE x(a)", "BEGIN", "SELECT 1; SELECT 2", "",
        "nonsense", "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT n FROM r",
        "SELECT \"nocolumn\" FROM t"}) {
    auto query = view->query(sql);
    ASSERT_FALSE(query) << sql;
    EXPECT_EQ(query.error().fault, Fault::unsupported) << sql;
  }
  EXPECT_FALSE(view->has_table("v"));
  EXPECT_EQ(refused_writes(), 0u);
}

TEST(SqliteView, values_are_bound_in_order) {
  SqliteBuilder builder;
  auto bytes = built(builder.run("CREATE TABLE t(a, b); INSERT INTO t VALUES(1, 'x'), (2, 'y')"));
  auto view = opened(bytes);
  ASSERT_TRUE(view);
  auto query = view->query("SELECT a FROM t WHERE b = ? AND a > ?", {std::string_view("y"), std::int64_t{1}});
  ASSERT_TRUE(query && query->step().value());
  EXPECT_EQ(query->integer(0), 2);
  EXPECT_FALSE(view->query("SELECT a FROM t", {std::int64_t{1}}));
}

TEST(SqliteView, a_query_without_end_meets_the_time_limit) {
  SqliteBuilder builder;
  builder.run("CREATE TABLE t(a); INSERT INTO t VALUES(zeroblob(10))");
  for (int i = 0; i < 10; ++i) builder.run("INSERT INTO t SELECT a FROM t");
  auto bytes = built(builder);
  auto view = opened(bytes, WalUse::overlay, Limits{.seconds = 1});
  ASSERT_TRUE(view);
  auto query = view->query("SELECT count(*) FROM t a, t b, t c, t d, t e");
  ASSERT_TRUE(query);
  auto step = query->step();
  ASSERT_FALSE(step);
  EXPECT_EQ(step.error().fault, Fault::limit);
  EXPECT_FALSE(view->notes().has_losses());
}

TEST(SqliteView, a_query_keeps_its_database_open) {
  SqliteBuilder builder;
  auto bytes = built(builder.run("CREATE TABLE t(a); INSERT INTO t VALUES(1), (2)"));
  std::optional<Query> query;
  {
    auto view = opened(bytes);
    ASSERT_TRUE(view);
    query.emplace(view->query("SELECT a FROM t").value());
  }
  EXPECT_TRUE(query->step().value());
  *query = opened(bytes).value().query("SELECT 9").value();
  EXPECT_TRUE(query->step().value());
  EXPECT_EQ(query->integer(0), 9);
}

TEST(SqliteView, reads_utf16_text_as_utf8) {
  SqliteBuilder builder;
  auto bytes =
      built(builder.run("PRAGMA encoding='UTF-16be'; CREATE TABLE t(a); INSERT INTO t VALUES('äö€')"));
  auto view = opened(bytes);
  ASSERT_TRUE(view);
  auto query = view->query("SELECT a FROM t");
  ASSERT_TRUE(query && query->step().value());
  EXPECT_EQ(query->text(0), "äö€");
}

TEST(SqliteView, a_schema_entry_that_cannot_be_parsed_costs_itself_only) {
  SqliteBuilder builder;
  auto bytes =
      built(builder.run("CREATE TABLE good(a); INSERT INTO good VALUES(1); CREATE TABLE odd(b);"
                        "PRAGMA writable_schema=1; UPDATE sqlite_schema SET sql='CREATE TABLE odd(((' "
                        "WHERE name='odd'"));
  auto view = opened(bytes);
  ASSERT_TRUE(view) << view.error().message;
  EXPECT_EQ(numbers(*view, "SELECT a FROM good"), (std::vector<std::int64_t>{1}));
  EXPECT_FALSE(view->has_table("odd"));
  EXPECT_THAT(view->notes().remarks,
              ElementsAre(HasSubstr("schema is damaged"), "1 tables of the schema cannot be read"));
}

TEST(SqliteView, a_broken_schema_page_is_malformed) {
  SqliteBuilder builder;
  auto bytes = built(builder.run("CREATE TABLE t(a); INSERT INTO t VALUES(1)"));
  std::fill(bytes.main.begin() + 100, bytes.main.begin() + 4096, std::uint8_t{0xff});
  auto view = opened(bytes);
  ASSERT_FALSE(view);
  EXPECT_EQ(view.error().fault, Fault::malformed);
  EXPECT_EQ(view.error().message, "schema page is damaged: no table can be read");
}

TEST(SqliteView, a_database_without_tables_is_no_fault) {
  SqliteBuilder builder;
  auto bytes = built(builder.run("CREATE TABLE t(a); DROP TABLE t"));
  auto view = opened(bytes);
  ASSERT_TRUE(view) << view.error().message;
  EXPECT_THAT(view->tables(), testing::IsEmpty());
}

TEST(SqliteView, virtual_tables_run_no_code_but_their_content_is_there) {
  SqliteBuilder builder;
  auto bytes = built(builder.run("CREATE VIRTUAL TABLE f USING fts5(a); INSERT INTO f VALUES('word')"));
  auto view = opened(bytes);
  ASSERT_TRUE(view) << view.error().message;
  EXPECT_FALSE(view->has_table("f"));
  EXPECT_FALSE(view->query("SELECT * FROM f"));
  auto content = view->query("SELECT c0 FROM f_content");
  ASSERT_TRUE(content && content->step().value());
  EXPECT_EQ(content->text(0), "word");
}

TEST(SqliteView, reads_database_and_log_of_an_encrypted_backup_where_they_are) {
  SqliteBuilder builder;
  auto bytes = built(
      builder.run("CREATE TABLE t(a); INSERT INTO t VALUES(1)").into_wal().run("INSERT INTO t VALUES(2)"));
  std::vector<std::uint8_t> key(32, 3);
  auto decrypted = [&](const std::vector<std::uint8_t>& content) {
    auto source =
        decrypt_source(memory_source(encrypt_payload(key, content)), Secret(Bytes(key)), content.size());
    EXPECT_TRUE(source && source->facts.notes.empty());
    return std::move(source->content);
  };
  auto view = SqliteView::open(decrypted(bytes.main), decrypted(bytes.wal), WalUse::overlay, Limits{});
  ASSERT_TRUE(view) << view.error().message;
  EXPECT_EQ(numbers(*view, "SELECT a FROM t"), (std::vector<std::int64_t>{1, 2}));
}

TEST(SqliteView, a_lying_page_count_hides_nothing) {
  SqliteBuilder builder;
  auto bytes = built(builder.run("CREATE TABLE t(a); INSERT INTO t VALUES(1)"));
  for (std::uint8_t count : {std::uint8_t{1}, std::uint8_t{9}}) {
    bytes.main[31] = count;
    auto view = opened(bytes);
    ASSERT_TRUE(view) << view.error().message;
    EXPECT_EQ(numbers(*view, "SELECT a FROM t"), (std::vector<std::int64_t>{1}));
    EXPECT_EQ(view->notes().image.remarks.size(), 1u);
    EXPECT_EQ(view->notes().image.cut_off, count == 9);
  }
}

TEST(SqliteView, a_query_that_meets_damage_ends_there_and_is_counted) {
  SqliteBuilder builder;
  builder.run("CREATE TABLE t(a)");
  for (int i = 0; i < 100; ++i) builder.run("INSERT INTO t VALUES(zeroblob(1000))");
  auto bytes = built(builder);
  overwrite_page(bytes.main, leaf_pages(bytes.main, "t")[10], 0xff);
  auto view = opened(bytes);
  ASSERT_TRUE(view);
  auto query = view->query("SELECT a FROM t");
  ASSERT_TRUE(query);
  int rows = 0;
  Result<bool> more = false;
  while ((more = query->step()) && *more) ++rows;
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().fault, Fault::malformed);
  EXPECT_GT(rows, 20);
  EXPECT_EQ(view->notes().damaged_queries, 1u);
  EXPECT_TRUE(query->is_null(0));
}

}  // namespace
}  // namespace bridle
