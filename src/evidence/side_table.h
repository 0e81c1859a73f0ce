#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evidence/sqlite_view.h"

namespace bridle {

/// Rows of another table, looked up by a number: the handles of messages, the labels of contacts, the chats
/// that messages belong to. Read once, damaged pages passed over, and kept in memory in 16 bytes a value
/// beside its text. A larger table whose key is its rowid is asked row by row instead, which costs a walk
/// down its tree; any other is kept up to a bound and then asked row by row too. A table or column that this
/// version lacks reads as empty.
class SideTable {
 public:
  /// `key` is a column with integers, or "rowid". Up to `kept` rows and 32 MiB of text stay in memory.
  /// Faults: limit.
  /// Borrows: `db`.
  static Result<SideTable> open(const SqliteView& db, std::string_view table, std::string_view key,
                                std::initializer_list<std::string_view> columns,
                                std::size_t kept = 4'000'000);

  /// Turns to the rows with this key, in the order of the table.
  /// Faults: limit.
  Result<> seek(std::int64_t key);
  /// How many there are; of more than 1,000 the first 1,000 count.
  std::size_t count() const { return hits_.size(); }
  /// A value of what `seek` found; NULL outside. Text borrows: until the next `seek`.
  std::optional<std::int64_t> integer(std::size_t column, std::size_t row = 0) const;
  std::optional<double> real(std::size_t column, std::size_t row = 0) const;
  template <class T = std::string_view>
  std::optional<T> text(std::size_t column, std::size_t row = 0) const {
    auto value = text_in(column, row);
    return value ? std::optional(T{*value}) : std::nullopt;
  }

 private:
  enum class Kind : std::uint8_t { null, integer, real, text };
  struct Cell {
    Kind kind = Kind::null;
    std::uint32_t size = 0;  // of the text
    std::int64_t value = 0;  // the integer, the bits of the real, or where in `texts_` the text begins
  };
  explicit SideTable(const SqliteView& db, std::size_t width) : db_(&db), width_(width) {}
  std::optional<std::string_view> text_in(std::size_t column, std::size_t row) const;
  Cell cell_of(const Query& row, int column);
  void forget();
  const Cell* cell(std::size_t column, std::size_t row) const;

  const SqliteView* db_;
  std::size_t width_;
  std::string texts_;
  std::vector<Cell> cells_;                                   // `width_` for each row
  std::vector<std::pair<std::int64_t, std::uint32_t>> keys_;  // sorted; the second is the row
  std::vector<std::uint32_t> hits_;
  std::string sql_;  // not empty when the table is asked row by row
  std::optional<Query> query_;
};

}  // namespace bridle
