#include "evidence/sqlite_view.h"

#include <fmt/format.h>

#include <algorithm>

#include "evidence/sqlite_connection.h"

namespace bridle {
namespace {

bool holds(const SqliteTable& table, std::string_view column) {
  return std::ranges::any_of(table.columns,
                             [&](const std::string& each) { return same_identifier(each, column); });
}

// The rowid has names of its own, whether or not a column is declared for it.
bool is_rowid(std::string_view column) {
  return same_identifier(column, "rowid") || same_identifier(column, "_rowid_") ||
         same_identifier(column, "oid");
}

}  // namespace

Result<SqliteView> SqliteView::open(std::unique_ptr<ByteSource> main, std::unique_ptr<ByteSource> wal,
                                    WalUse use, const Limits& limits) {
  auto image = TRY(DatabaseImage::open(std::move(main), std::move(wal), use, limits));
  return SqliteView(TRY(connect(std::move(image), limits)));
}

Result<> SqliteView::require(std::string_view table, std::initializer_list<std::string_view> columns) const {
  const SqliteTable* found = connection_->find(table);
  if (found == nullptr) return fail(Fault::unsupported, fmt::format("database has no table {}", table));
  std::string missing;
  for (std::string_view column : columns)
    if (!holds(*found, column) && !is_rowid(column))
      missing += fmt::format("{}{}", missing.empty() ? "" : ", ", column);
  if (missing.empty()) return {};
  return fail(Fault::unsupported, fmt::format("table {} has no column {}", table, missing));
}

bool SqliteView::has_table(std::string_view table) const {
  return connection_->find(table) != nullptr;
}

bool SqliteView::has_column(std::string_view table, std::string_view column) const {
  const SqliteTable* found = connection_->find(table);
  return found != nullptr && holds(*found, column);
}

std::vector<std::string> SqliteView::tables() const {
  std::vector<std::string> names;
  for (const SqliteTable& table : connection_->tables) names.push_back(table.name);
  return names;
}

bool SqliteView::is_rowid_alias(std::string_view table, std::string_view column) const {
  const SqliteTable* found = connection_->find(table);
  if (found == nullptr || found->rowid.empty()) return false;
  // An alias is what stands alone as the primary key and is declared INTEGER, to the letter.
  int keys = 0;
  bool is_alias = false;
  for (const std::string& each : found->columns) {
    const char* type = nullptr;
    int in_key = 0;
    if (sqlite3_table_column_metadata(connection_->handle, "main", found->name.c_str(), each.c_str(), &type,
                                      nullptr, nullptr, &in_key, nullptr) != SQLITE_OK)
      return false;
    keys += in_key;
    if (in_key != 0 && same_identifier(each, column))
      is_alias = type != nullptr && same_identifier(type, "INTEGER");
  }
  return is_alias && keys == 1;
}

std::vector<std::string> SqliteView::columns(std::string_view table) const {
  const SqliteTable* found = connection_->find(table);
  return found == nullptr ? std::vector<std::string>() : found->columns;
}

Result<Query> SqliteView::query(std::string_view sql, std::span<const SqliteValue> values) const {
  return Query::prepare(connection_, sql, values, DamageIs::counted);
}

Result<TableScan> SqliteView::scan(std::string_view table, std::span<const std::string_view> columns) const {
  return TableScan::begin(connection_, table, columns);
}

const SqliteNotes& SqliteView::notes() const {
  return connection_->notes;
}

}  // namespace bridle
