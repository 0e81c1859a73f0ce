// Published databases, read in place: real ones with their logs, damaged ones, encrypted ones.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include <map>
#include <set>

#include "base/sha256.h"
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
  EXPECT_GT(checked, 0);
  EXPECT_EQ(refused_writes(), 0u);
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
