#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "evidence/sqlite_view.h"

namespace bridle {

/// A scan of one table whose columns differ between generations: columns that this database lacks read as
/// NULL, and those that the reader did not name are not lost. Columns are spoken of by their place in
/// `wanted`.
class TableReader {
 public:
  /// Faults: unsupported (no such table), limit. Call SqliteView::require first for what must be there.
  static Result<TableReader> open(const SqliteView& db, std::string_view table,
                                  std::initializer_list<std::string_view> wanted);

  /// As TableScan::step: damaged pages cost their own rows only. Faults: limit.
  Result<bool> step() { return scan_.step(); }
  std::int64_t rowid() const { return scan_.rowid().value_or(0); }
  /// Whether this database has the column.
  bool has(std::size_t column) const { return places_[column] >= 0; }

  std::optional<std::int64_t> integer(std::size_t column) const;
  std::optional<double> real(std::size_t column) const;
  /// Borrows: until the next `step`.
  std::optional<std::string_view> text(std::size_t column) const;
  /// The same, with "" as nothing.
  std::optional<std::string_view> some_text(std::size_t column) const;
  std::optional<Bytes> blob(std::size_t column) const;
  /// A number of things that some generations store as a real; its whole part.
  std::optional<std::int64_t> count(std::size_t column) const;
  /// Nothing for NULL and for anything but 0 and other whole numbers.
  std::optional<bool> truth(std::size_t column) const;
  /// COCOA-S; 0 and NULL are "never".
  std::optional<Time> cocoa_time(std::size_t column) const;

  /// The columns that nobody wanted, as a JSON object without line breaks: only those that are neither NULL
  /// nor 0 nor
  /// "". Blobs are base64; of text and blobs the first `others_limit` bytes. Empty when there are none.
  std::string others() const;
  static constexpr std::size_t others_limit = 4096;

 private:
  TableReader(TableScan scan, std::vector<int> places, std::vector<std::string> rest, int first_rest)
      : scan_(std::move(scan)), places_(std::move(places)), rest_(std::move(rest)), first_rest_(first_rest) {}
  TableScan scan_;
  std::vector<int> places_;        // of each wanted column in the scan; -1 = this database lacks it
  std::vector<std::string> rest_;  // unwanted columns, in the scan from first_rest_ on
  int first_rest_;
};

}  // namespace bridle
