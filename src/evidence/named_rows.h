#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "evidence/sqlite_view.h"

namespace bridle {

/// The rows of one table by the names of its columns, for tables that differ from version to version: a
/// column that is not there reads as NULL. What the reader did not take from a row stays in `others`, so that
/// no column of a newer version, and no value of an unexpected type, is lost.
class NamedRows {
 public:
  /// Faults: unsupported (no such table), limit.
  /// Borrows: `db`.
  static Result<NamedRows> open(const SqliteView& db, std::string_view table);
  /// For a reader that needs few of many columns: those of `columns` that the table has, and no others.
  static Result<NamedRows> open(const SqliteView& db, std::string_view table,
                                std::span<const std::string_view> columns);

  /// As TableScan::step. Nothing is taken from the new row yet.
  Result<bool> step();
  /// 0 in a table WITHOUT ROWID.
  std::int64_t rowid() const { return scan_.rowid().value_or(0); }
  bool has(std::string_view column) const { return find(column) >= 0; }

  // Each takes the value when it is of that kind, and gives nothing otherwise.
  std::optional<std::int64_t> integer(std::string_view column);
  std::optional<double> real(std::string_view column);
  /// Text, or a number in decimal, as whatever holds text. Borrows: until the next `step`, as `blob`.
  template <class T = std::string_view>
  std::optional<T> text(std::string_view column) {
    auto value = text_in(column);
    return value ? std::optional(T{*value}) : std::nullopt;
  }
  /// Text that is not empty.
  template <class T = std::string_view>
  std::optional<T> filled(std::string_view column) {
    auto value = text_in(column);
    return value && !value->empty() ? std::optional(T{*value}) : std::nullopt;
  }
  std::optional<std::string_view> text_or_bytes(std::string_view column);
  std::optional<Bytes> blob(std::string_view column);
  /// Whether an integer is another than 0.
  std::optional<bool> boolean(std::string_view column);
  bool flag(std::string_view column) { return boolean(column).value_or(false); }
  /// A moment; nothing for NULL and 0. A number that `convert` refuses is not taken.
  std::optional<Time> time(std::string_view column, Result<Time> (*convert)(std::int64_t));
  std::optional<Time> time(std::string_view column, Result<Time> (*convert)(double));
  /// Puts a value back, to be found in `others`: one that turned out to be unreadable.
  void give_back(std::string_view column);

  /// The values that were not taken, without NULL, 0, "" and the rowid, as a JSON object in the order of the
  /// columns; nothing when there are none. Bytes are base64 text; of more than 64 KiB the first 64 KiB, as
  /// {"bytes":SIZE,"first":BASE64}.
  /// Borrows: until the next call.
  template <class T = std::string_view>
  std::optional<T> others() {
    auto json = others_as_json();
    return json ? std::optional(T{*json}) : std::nullopt;
  }

 private:
  NamedRows(TableScan scan, std::vector<std::string> names);
  std::optional<std::string_view> text_in(std::string_view column);
  std::optional<std::string_view> others_as_json();
  int find(std::string_view column) const;
  int find_by_name(std::string_view column) const;
  struct Taken {
    int index = -1;  // of the column, -1 when nothing was taken
    SqliteType type = SqliteType::null;
  };
  Taken take(std::string_view column, bool (*fits)(SqliteType));

  TableScan scan_;
  std::vector<std::string> names_;
  std::vector<std::pair<std::string, int>> sorted_;  // in lower case: SQLite identifiers
  std::vector<bool> taken_;
  std::string others_;
  // Readers ask for the same columns in the same order, row after row: what was asked, and what it was.
  struct Asked {
    std::string column;
    int index;
  };
  mutable std::vector<Asked> asked_;
  mutable std::size_t next_asked_ = 0;
};

}  // namespace bridle
