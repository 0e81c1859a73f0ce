#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "evidence/sqlite_query.h"

struct sqlite3;

namespace bridle {

/// A database as its files hold it.
struct DatabaseBytes {
  std::vector<std::uint8_t> main;
  std::vector<std::uint8_t> wal;  ///< empty unless `into_wal` was called
};

/// Makes the bytes of a database from SQL. The first mistake stops it, and `build` reports it.
///
///   auto bytes = SqliteBuilder().run("CREATE TABLE t(a); INSERT INTO t VALUES(1)").into_wal()
///                    .run("INSERT INTO t VALUES(2)").build();
class SqliteBuilder {
 public:
  explicit SqliteBuilder(int page_size = 4096);
  SqliteBuilder(const SqliteBuilder&) = delete;
  SqliteBuilder& operator=(const SqliteBuilder&) = delete;
  ~SqliteBuilder();

  /// Any number of statements.
  SqliteBuilder& run(const std::string& sql);
  /// One statement with values; text is bound as a blob by `insert_blob`.
  SqliteBuilder& insert(const std::string& sql, std::initializer_list<SqliteValue> values);
  SqliteBuilder& insert_blob(const std::string& sql, std::string_view blob);
  /// From here on every transaction stands in the write-ahead log only. Uses a private directory, gone
  /// afterwards.
  SqliteBuilder& into_wal();
  /// Ends the building. Faults: malformed (SQLite's message about the first statement that failed), io.
  Result<DatabaseBytes> build();

 private:
  void check(int code);
  void note(std::string problem);
  sqlite3* handle_ = nullptr;
  std::string directory_;  // empty while the database is in memory
  std::string problem_;
};

/// Cuts a database as a broken copy does: only the first `pages` of `page_size` bytes stay.
void keep_pages(std::vector<std::uint8_t>& database, std::size_t pages, std::size_t page_size = 4096);
/// Overwrites a page, counted from 1, with one byte.
void overwrite_page(std::vector<std::uint8_t>& database, std::size_t page, std::uint8_t with,
                    std::size_t page_size = 4096);
/// The leaf pages of a rowid table from left to right, as the engine sees them in a database without a log.
std::vector<std::uint32_t> leaf_pages(const std::vector<std::uint8_t>& database, std::string_view table);

}  // namespace bridle
