#pragma once

#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "evidence/byte_source.h"
#include "evidence/database_image.h"
#include "evidence/sqlite_notes.h"
#include "evidence/sqlite_query.h"
#include "evidence/table_scan.h"

namespace bridle {

/// One state of an SQLite database of the evidence, read by SQLite itself through a file system of ours:
/// nothing is copied, locked, replayed or written, and the database needs no name. Opened twice, with and
/// without the overlay of its write-ahead log, it tells what only one of the two states holds. Memory: about
/// 8 MiB of cache whatever the size. Thread-compatible. What is patched, and what counts as a loss:
/// docs/formats/sqlite-view.md.
class SqliteView {
 public:
  /// `wal` may be null. The time limit of `limits` runs from here.
  /// Faults: absent (no content), unsupported (no SQLite database, or encrypted), malformed (header or
  /// schema), truncated (less than a page), limit, io.
  static Result<SqliteView> open(std::unique_ptr<ByteSource> main, std::unique_ptr<ByteSource> wal,
                                 WalUse use, const Limits& limits);

  /// Faults: unsupported, naming the table and the columns that this database lacks.
  Result<> require(std::string_view table, std::initializer_list<std::string_view> columns) const;
  /// Ordinary tables only: neither views nor virtual tables run code of the evidence's schema here.
  bool has_table(std::string_view table) const;
  bool has_column(std::string_view table, std::string_view column) const;
  /// Whether a column is another name of the table's rowid: rows are then found by it without reading the
  /// rest.
  bool is_rowid_alias(std::string_view table, std::string_view column) const;
  /// In the order of the schema. Names are SQLite identifiers: case does not count.
  std::vector<std::string> tables() const;
  /// Empty when there is no such table.
  std::vector<std::string> columns(std::string_view table) const;

  /// One SELECT; values are bound to its `?` in order. Damage ends it: whoever wants every row of one table
  /// that can still be read takes `scan`. Faults: unsupported (SQL that does not fit, or does more than
  /// read), limit.
  Result<Query> query(std::string_view sql, std::span<const SqliteValue> values = {}) const;
  Result<Query> query(std::string_view sql, std::initializer_list<SqliteValue> values) const {
    return query(sql, std::span(values.begin(), values.size()));
  }
  /// All rows of a table in the order of their rowids. Damaged pages cost their own rows, not the table.
  /// Faults: unsupported (no such table or columns), limit.
  Result<TableScan> scan(std::string_view table, std::span<const std::string_view> columns) const;
  Result<TableScan> scan(std::string_view table, std::initializer_list<std::string_view> columns) const {
    return scan(table, std::span(columns.begin(), columns.size()));
  }

  /// Complete once everything of interest has been read. Borrows: the view.
  const SqliteNotes& notes() const;

 private:
  explicit SqliteView(std::shared_ptr<SqliteConnection> connection) : connection_(std::move(connection)) {}
  std::shared_ptr<SqliteConnection> connection_;
};

}  // namespace bridle
