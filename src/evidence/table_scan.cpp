#include "evidence/table_scan.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include "evidence/sqlite_connection.h"

namespace bridle {
namespace {

// Time and memory end a scan; a damaged page, an unreadable one and a value that is too large end a row.
bool costs_rows_only(const Query& query) {
  int code = query.code();
  if (code == SQLITE_IOERR_NOMEM) return false;
  int primary = code & 0xff;
  return primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB || primary == SQLITE_IOERR ||
         primary == SQLITE_TOOBIG;
}

}  // namespace

Result<TableScan> TableScan::begin(const std::shared_ptr<SqliteConnection>& connection,
                                   std::string_view table, std::span<const std::string_view> columns) {
  const SqliteTable* found = connection->find(table);
  if (found == nullptr) return fail(Fault::unsupported, fmt::format("database has no table {}", table));
  std::string list;
  for (std::string_view column : columns)
    list += fmt::format("{}{}", list.empty() ? "" : ", ", quoted(column));
  // An index that covers the columns would be read instead of the table; and it is the table that counts.
  std::string from = fmt::format("FROM {} NOT INDEXED", quoted(found->name));
  std::string separator = list.empty() ? "" : ", ";
  if (!found->rowid.empty()) {
    std::string sql = fmt::format("SELECT {}{}{} {}", list, separator, found->rowid, from);
    auto query = Query::prepare(connection, sql, {});
    if (query) {
      TableScan scan(connection, std::move(*query), std::string(table));
      scan.by_rowid_ = fmt::format("{} WHERE {} = ?1", sql, found->rowid);
      scan.root_page_ = found->root_page;
      scan.rowid_column_ = static_cast<int>(columns.size());
      return scan;
    }
    if (query.error().fault != Fault::unsupported) return std::unexpected(query.error());
  }
  Query query =
      TRY(Query::prepare(connection, fmt::format("SELECT {} {}", list.empty() ? "1" : list, from), {}));
  return TableScan(connection, std::move(query), std::string(table));
}

std::optional<std::int64_t> TableScan::rowid() const {
  if (rowid_column_ < 0) return std::nullopt;
  return query_.integer(rowid_column_);
}

Result<bool> TableScan::step() {
  return walk_ ? step_by_page() : step_plainly();
}

Result<bool> TableScan::step_plainly() {
  auto more = query_.step();
  if (more && !*more) return false;
  if (more) {
    // The engine follows a tree that comes back to itself and gives the same rows again: rowids must rise.
    auto rowid_here = rowid();
    if (!rowid_here || !last_given_ || *rowid_here > *last_given_) {
      ++given_;
      last_given_ = rowid_here;
      return true;
    }
  } else if (!costs_rows_only(query_)) {
    return more;
  }
  if (by_rowid_.empty()) {
    ++connection_->notes.damaged_queries;
    connection_->notes.remarks.push_back(fmt::format(
        "table {} without rowids is damaged: {} rows were read before the damage", table_, given_));
    return false;
  }
  TRY(turn_to_pages());
  return step_by_page();
}

Result<> TableScan::turn_to_pages() {
  query_ = TRY(Query::prepare(connection_, by_rowid_, {}));
  walk_ = std::make_unique<BtreeWalk>(*connection_->image, root_page_);
  return {};
}

// The walk meets rows in the engine's order, so its first `given_` cells are those that were given.
bool TableScan::is_given_already(const LeafCell& cell) {
  if (passed_ == given_) return false;
  ++passed_;
  if (passed_ == given_ && cell.rowid != last_given_)
    connection_->notes.remarks.push_back(
        fmt::format("table {}: rows near its first damage may be missing or given twice", table_));
  return true;
}

Result<bool> TableScan::step_by_page() {
  for (;;) {
    if (at_ == page_.cells.size()) {
      settle_page();
      if (!TRY(next_page())) return false;
    }
    LeafCell cell = page_.cells[at_++];
    if (is_given_already(cell)) continue;
    if (!cell.in_order) {
      lose(1, "rowids are out of order");
      continue;
    }
    SqliteValue key = cell.rowid;
    TRY(query_.rewind({&key, 1}));
    auto more = query_.step();
    if (more && *more) return true;
    if (!more && !costs_rows_only(query_)) return more;
    bool large = !more && (query_.code() & 0xff) == SQLITE_TOOBIG;
    lose(1, large ? "row is larger than the limit" : "row cannot be reached or decoded");
  }
}

Result<bool> TableScan::next_page() {
  for (;;) {
    if (std::chrono::steady_clock::now() > connection_->deadline)
      return std::unexpected(sqlite_error(*connection_, SQLITE_INTERRUPT));
    auto page = walk_->next();
    if (!page) return false;
    page_ = std::move(*page);
    at_ = 0;
    if (page_.damage.empty()) return true;
    lose(0, page_.damage);
    settle_page();
  }
}

void TableScan::lose(std::uint64_t rows, std::string_view reason) {
  lost_here_ += rows;
  if (reason_here_.empty()) reason_here_ = reason;
}

// One loss for each page, however many of its rows it took.
void TableScan::settle_page() {
  if (reason_here_.empty()) return;
  SqliteNotes& notes = connection_->notes;
  ++notes.lost_page_count;
  notes.lost_row_count += lost_here_;
  if (notes.lost_pages.size() < SqliteNotes::lost_pages_kept)
    notes.lost_pages.push_back({table_, page_.page, lost_here_, std::string(reason_here_)});
  lost_here_ = 0;
  reason_here_ = {};
}

}  // namespace bridle
