#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "evidence/btree_walk.h"
#include "evidence/sqlite_query.h"

namespace bridle {

/// All rows of one table, read so that damage costs as little as it must. While nothing is wrong it is one
/// plain SELECT. At the first damage it walks the table's pages itself (BtreeWalk), passes over what was
/// given already, and asks the engine for each further row by its rowid. What is lost is in SqliteNotes, page
/// by page. A table WITHOUT ROWID ends at its first damage.
class TableScan {
 public:
  /// Goes to the next row; false when there is none. Damage is no fault here.
  /// Faults: limit (time or memory).
  Result<bool> step();
  /// The columns asked for, in that order. Borrows: the scan.
  const Query& row() const { return query_; }
  /// Nothing in a table WITHOUT ROWID.
  std::optional<std::int64_t> rowid() const;

  /// Used by SqliteView. Faults: unsupported (no such table or columns), limit.
  static Result<TableScan> begin(const std::shared_ptr<SqliteConnection>& connection, std::string_view table,
                                 std::span<const std::string_view> columns);

 private:
  TableScan(std::shared_ptr<SqliteConnection> connection, Query query, std::string table)
      : connection_(std::move(connection)), query_(std::move(query)), table_(std::move(table)) {}
  Result<bool> step_plainly();
  Result<> turn_to_pages();
  Result<bool> step_by_page();
  Result<bool> next_page();
  bool is_given_already(const LeafCell& cell);
  void lose(std::uint64_t rows, std::string_view reason);
  void settle_page();

  std::shared_ptr<SqliteConnection> connection_;
  Query query_;
  std::string table_;
  std::string by_rowid_;  // the statement for one row; empty in a table WITHOUT ROWID
  std::uint32_t root_page_ = 0;
  int rowid_column_ = -1;

  std::uint64_t given_ = 0;  // rows before the first damage
  std::optional<std::int64_t> last_given_;

  std::unique_ptr<BtreeWalk> walk_;
  WalkedPage page_;
  std::size_t at_ = 0;
  std::uint64_t passed_ = 0;
  std::uint64_t lost_here_ = 0;
  std::string_view reason_here_;
};

}  // namespace bridle
