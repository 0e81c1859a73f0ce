// Published databases, read in place: real ones with their logs, damaged ones, encrypted ones.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>
#include <stdlib.h>

#include <map>
#include <set>

#include "base/sha256.h"
#include "base/sqlite.h"
#include "evidence/sqlite_schema.h"
#include "evidence/sqlite_vfs.h"
#include "evidence/sqlite_view.h"
#include "testing/corpus.h"

namespace bridle {
namespace {

namespace fs = std::filesystem;

std::unique_ptr<ByteSource> file_or_nothing(const fs::path& path) {
  if (!fs::exists(path)) return nullptr;
  return file_source(open_for_reading(path.string()).value()).value();
}

Result<SqliteView> opened(const fs::path& path, WalUse use) {
  return SqliteView::open(file_or_nothing(path), file_or_nothing(path.string() + "-wal"), use, Limits{});
}

std::string digest_of(const fs::path& path) {
  auto source = file_or_nothing(path);
  return source ? to_hex(sha256(read_all(*source, 1 << 30).value())) : std::string();
}

// Neither a journal nor shared memory may appear beside evidence.
std::set<std::string> names_in(const fs::path& folder) {
  std::set<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    names.insert(entry.path().filename());
  return names;
}

// Rows by table; those of every table that can be scanned.
std::map<std::string, std::int64_t> rows_by_table(const SqliteView& view) {
  std::map<std::string, std::int64_t> rows;
  for (const std::string& table : view.tables()) {
    auto names = view.columns(table);
    std::vector<std::string_view> columns(names.begin(), names.end());
    auto scan = view.scan(table, columns);
    if (!scan) continue;
    std::int64_t count = 0;
    while (scan->step().value_or(false)) ++count;
    rows[table] = count;
  }
  return rows;
}

std::int64_t total(const std::map<std::string, std::int64_t>& rows) {
  std::int64_t sum = 0;
  for (const auto& [table, count] : rows)
    if (!table.starts_with("sqlite_")) sum += count;
  return sum;
}

// An answer is recorded under the archive it came in; the corpus holds what was inside.
fs::path unpacked(const fs::path& corpus, std::string_view id, std::string_view file) {
  std::size_t inside = file.find('!');
  if (inside == std::string_view::npos) return corpus / file;
  std::string_view inner = file.substr(inside + 1);
  while (inner.starts_with('/')) inner.remove_prefix(1);
  return corpus / id / "dump" / inner;
}

std::optional<std::int64_t> count_or_nothing(simdjson::dom::element value) {
  if (value.is_null()) return std::nullopt;
  return std::int64_t{value};
}

std::optional<std::int64_t> count_of(const std::map<std::string, std::int64_t>& rows,
                                     const std::string& table) {
  auto at = rows.find(table);
  return at == rows.end() ? std::nullopt : std::optional(at->second);
}

TEST(SqliteCorpus, rows_with_and_without_the_log_are_those_that_were_recorded) {
  auto corpus = testing::corpus(BRIDLE_SOURCE_DIR);
  if (!corpus) GTEST_SKIP() << "no corpus: set BRIDLE_CORPUS";
  simdjson::dom::parser parser;
  int checked = 0;
  int absent = 0;
  for (simdjson::dom::element answer : parser.load((*corpus / "expected/wal-oracle.json").string())) {
    fs::path path = unpacked(*corpus, answer["id"], answer["file"]);
    if (!fs::exists(path)) {
      // Not under another place either: neither unpacked elsewhere nor in an archive, for the corpus has
      // none.
      for (const fs::path& file : testing::files_below(*corpus))
        EXPECT_FALSE(file.string().ends_with(path.string().substr(path.string().find("/dump/") + 5))) << file;
      ++absent;
      continue;
    }
    SCOPED_TRACE(path.string());
    std::string before = digest_of(path) + digest_of(path.string() + "-wal");
    auto beside = names_in(path.parent_path());
    auto with = opened(path, WalUse::overlay);
    auto without = opened(path, WalUse::ignore);
    ASSERT_TRUE(with && without);
    auto rows_with = rows_by_table(*with);
    auto rows_without = rows_by_table(*without);
    EXPECT_EQ(total(rows_without), std::int64_t{answer["rows_main_only"]});
    EXPECT_EQ(total(rows_with), std::int64_t{answer["rows_with_wal"]});
    simdjson::dom::object differing = answer["tables_that_differ_main_vs_wal"];
    for (auto [table, counts] : differing) {
      EXPECT_EQ(count_of(rows_without, std::string(table)), count_or_nothing(counts.at(0))) << table;
      EXPECT_EQ(count_of(rows_with, std::string(table)), count_or_nothing(counts.at(1))) << table;
    }
    for (const auto& [table, count] : rows_with) {
      if (differing[table].error() == simdjson::SUCCESS || table.starts_with("sqlite_")) continue;
      EXPECT_EQ(count_of(rows_without, table), count) << table;
    }
    EXPECT_FALSE(with->notes().has_losses());
    EXPECT_EQ(digest_of(path) + digest_of(path.string() + "-wal"), before);
    EXPECT_EQ(names_in(path.parent_path()), beside);
    ++checked;
  }
  RecordProperty("databases_checked", checked);
  std::printf("%d databases checked, %d not in this corpus\n", checked, absent);
  EXPECT_GT(checked, absent);
  EXPECT_EQ(refused_writes(), 0u);
}

// Rows by table as SQLite itself counts them in a copy, with the log beside it or without.
std::map<std::string, std::int64_t> rows_by_sqlite(const fs::path& path, bool with_log) {
  std::string folder = (fs::temp_directory_path() / "bridle-wal-XXXXXX").string();
  EXPECT_NE(::mkdtemp(folder.data()), nullptr);
  fs::copy_file(path, folder + "/copy.db");
  if (with_log) fs::copy_file(path.string() + "-wal", folder + "/copy.db-wal");
  std::map<std::string, std::int64_t> rows;
  auto database = Database::open(folder + "/copy.db", Database::Mode::read_write);
  auto names =
      database->prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'");
  while (names && *names->step()) {
    std::string table(names->text(0));
    auto count = database->number("SELECT count(*) FROM " + bridle::quoted(table) + " NOT INDEXED");
    if (count) rows[table] = *count;
  }
  fs::remove_all(folder);
  return rows;
}

// Beyond the recorded answers: every database of the corpus with a log that SQLite takes, table by table.
TEST(SqliteCorpus, every_table_with_and_without_a_log_has_the_rows_that_sqlite_counts) {
  auto corpus = testing::corpus(BRIDLE_SOURCE_DIR);
  if (!corpus) GTEST_SKIP() << "no corpus: set BRIDLE_CORPUS";
  int tables = 0, databases = 0;
  for (const fs::path& log : testing::files_below(*corpus)) {
    if (!log.string().ends_with("-wal")) continue;
    fs::path path = log.string().substr(0, log.string().size() - 4);
    if (!fs::exists(path)) continue;
    SCOPED_TRACE(path.string());
    ++databases;
    for (WalUse use : {WalUse::overlay, WalUse::ignore}) {
      auto view = opened(path, use);
      ASSERT_TRUE(view) << view.error().message;
      auto ours = rows_by_table(*view);
      for (const auto& [table, count] : rows_by_sqlite(path, use == WalUse::overlay)) {
        if (table.starts_with("sqlite_")) continue;
        EXPECT_EQ(ours[table], count)
            << table << (use == WalUse::overlay ? " with" : " without") << " the log";
        ++tables;
      }
    }
  }
  std::printf("%d tables of %d databases\n", tables, databases);
  EXPECT_GE(databases, 15);
}

TEST(SqliteCorpus, every_damaged_database_is_survived_with_a_message) {
  auto corpus = testing::corpus(BRIDLE_SOURCE_DIR);
  if (!corpus) GTEST_SKIP() << "no corpus: set BRIDLE_CORPUS";
  int read = 0;
  int refused = 0;
  for (const char* folder : {"sql-upstream-hexdb", "sql-nemetz-subset", "sql-nemetz-subset/corpus"}) {
    for (const fs::directory_entry& entry : fs::directory_iterator(*corpus / folder)) {
      if (!entry.is_regular_file()) continue;
      SCOPED_TRACE(entry.path().string());
      auto view = opened(entry.path(), WalUse::overlay);
      if (!view) {
        EXPECT_FALSE(view.error().message.empty());
        ++refused;
        continue;
      }
      rows_by_table(*view);
      const SqliteNotes& notes = view->notes();
      for (const LostPage& page : notes.lost_pages) EXPECT_FALSE(page.reason.empty());
      ++read;
    }
  }
  std::printf("%d read, %d refused with a message\n", read, refused);
  EXPECT_EQ(refused_writes(), 0u);
}

TEST(SqliteCorpus, an_encrypted_database_is_called_so) {
  auto corpus = testing::corpus(BRIDLE_SOURCE_DIR);
  if (!corpus) GTEST_SKIP() << "no corpus: set BRIDLE_CORPUS";
  for (const fs::directory_entry& entry : fs::directory_iterator(*corpus / "sql-sqlcipher-keys")) {
    auto view = opened(entry.path(), WalUse::ignore);
    ASSERT_FALSE(view) << entry.path();
    EXPECT_EQ(view.error().fault, Fault::unsupported);
    EXPECT_EQ(view.error().message, "not an SQLite database, or encrypted by its app");
  }
}

// The forensic corpus of Nemetz: what SQLite itself gives is what the page walk must lose nothing of.
TEST(SqliteCorpus, the_scan_gives_what_a_plain_query_gives) {
  auto corpus = testing::corpus(BRIDLE_SOURCE_DIR);
  if (!corpus) GTEST_SKIP() << "no corpus: set BRIDLE_CORPUS";
  for (const fs::directory_entry& entry : fs::directory_iterator(*corpus / "sql-nemetz-subset/corpus")) {
    SCOPED_TRACE(entry.path().string());
    auto view = opened(entry.path(), WalUse::ignore);
    ASSERT_TRUE(view) << view.error().message;
    for (const auto& [table, count] : rows_by_table(*view)) {
      auto query = view->query("SELECT count(*) FROM " + bridle::quoted(table) + " NOT INDEXED");
      ASSERT_TRUE(query && query->step().value());
      EXPECT_EQ(query->integer(0), count) << table;
    }
    EXPECT_FALSE(view->notes().has_losses());
  }
}

}  // namespace
}  // namespace bridle
