#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "evidence/sqlite_view.h"

namespace bridle {

/// Rows of a small table, looked up by a number: the handles of messages, the labels of contacts. Read once,
/// damaged pages passed over; a table too large for that is asked row by row instead. A table or column that
/// this version lacks reads as empty.
class SideTable {
 public:
  /// `key` is a column with integers, or "rowid". Up to `kept` rows and 128 MiB of text stay in memory.
  /// Faults: limit.
  /// Borrows: `db`.
  static Result<SideTable> open(const SqliteView& db, std::string_view table, std::string_view key,
                                std::initializer_list<std::string_view> columns,
                                std::size_t kept = 1'000'000);

  /// Turns to the rows with this key, in the order of the table; how many there are (the first 1,000 count).
  /// Faults: limit.
  Result<std::size_t> seek(std::int64_t key);
  /// A value of what `seek` found; NULL outside. Text borrows: until the next `seek`.
  std::optional<std::int64_t> integer(std::size_t column, std::size_t row = 0) const;
  std::optional<double> real(std::size_t column, std::size_t row = 0) const;
  template <class T = std::string_view>
  std::optional<T> text(std::size_t column, std::size_t row = 0) const {
    auto value = text_in(column, row);
    return value ? std::optional(T{*value}) : std::nullopt;
  }

 private:
  using Cell = std::variant<std::monostate, std::int64_t, double, std::string>;
  explicit SideTable(const SqliteView& db, std::size_t width) : db_(&db), width_(width) {}
  std::optional<std::string_view> text_in(std::size_t column, std::size_t row) const;
  static Cell cell_of(const Query& row, int column);
  const Cell* cell(std::size_t column, std::size_t row) const;

  const SqliteView* db_;
  std::size_t width_;
  std::vector<Cell> cells_;                                   // `width_` for each row
  std::vector<std::pair<std::int64_t, std::uint32_t>> keys_;  // sorted; the second is the row
  std::vector<std::uint32_t> hits_;
  std::string sql_;  // not empty when the table is asked row by row
  std::optional<Query> query_;
};

}  // namespace bridle
