#include "base/sqlite.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cassert>

namespace bridle {
namespace {

std::unexpected<Error> failure(sqlite3* database) {
  int code = sqlite3_errcode(database);
  Fault fault = code == SQLITE_FULL ? Fault::limit : Fault::io;
  return fail(fault, code == SQLITE_FULL ? std::string("no space is left for the case")
                                         : fmt::format("case database: {}", sqlite3_errmsg(database)));
}

}  // namespace

void Statement::Close::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}
void Database::Close::operator()(sqlite3* database) const {
  sqlite3_close_v2(database);
}

Statement& Statement::bind(int index, std::int64_t value) {
  sqlite3_bind_int64(statement_.get(), index, value);
  return *this;
}
Statement& Statement::bind(int index, double value) {
  sqlite3_bind_double(statement_.get(), index, value);
  return *this;
}
Statement& Statement::bind(int index, std::string_view text) {
  // A null pointer would bind NULL, and "" is not NULL.
  const char* data = text.data() == nullptr ? "" : text.data();
  sqlite3_bind_text64(statement_.get(), index, data, text.size(), SQLITE_STATIC, SQLITE_UTF8);
  return *this;
}
Statement& Statement::bind(int index, Bytes blob) {
  const void* data = blob.empty() ? static_cast<const void*>("") : blob.data();
  sqlite3_bind_blob64(statement_.get(), index, data, blob.size(), SQLITE_STATIC);
  return *this;
}
Statement& Statement::bind_null(int index) {
  sqlite3_bind_null(statement_.get(), index);
  return *this;
}
Statement& Statement::clear() {
  sqlite3_clear_bindings(statement_.get());
  return *this;
}

Result<> Statement::run() {
  int code = sqlite3_step(statement_.get());
  if (code != SQLITE_DONE && code != SQLITE_ROW) {
    auto error = failure(sqlite3_db_handle(statement_.get()));
    sqlite3_reset(statement_.get());
    return error;
  }
  sqlite3_reset(statement_.get());
  return {};
}

Result<bool> Statement::step() {
  int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) return failure(sqlite3_db_handle(statement_.get()));
  sqlite3_reset(statement_.get());
  return false;
}

void Statement::reset() {
  sqlite3_reset(statement_.get());
}
bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}
std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}
double Statement::real(int column) const {
  return sqlite3_column_double(statement_.get(), column);
}
std::string_view Statement::text(int column) const {
  return as_text(blob(column));
}

Bytes Statement::blob(int column) const {
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_.get(), column));
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

int Statement::columns() const {
  return sqlite3_column_count(statement_.get());
}
std::string_view Statement::column_name(int column) const {
  return sqlite3_column_name(statement_.get(), column);
}

Statement::Type Statement::type(int column) const {
  switch (sqlite3_column_type(statement_.get(), column)) {
    case SQLITE_INTEGER:
      return Type::integer;
    case SQLITE_FLOAT:
      return Type::real;
    case SQLITE_TEXT:
      return Type::text;
    case SQLITE_BLOB:
      return Type::blob;
    default:
      return Type::null;
  }
}

Result<Database> Database::open(const std::string& path, Mode mode) {
  int flags = mode == Mode::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  if (mode == Mode::create) flags |= SQLITE_OPEN_CREATE;
  sqlite3* raw = nullptr;
  int code = sqlite3_open_v2(path.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  Database database(raw);
  if (code != SQLITE_OK)
    return fail(code == SQLITE_CANTOPEN ? Fault::absent : Fault::io,
                fmt::format("cannot open {}: {}", path, sqlite3_errstr(code)));
  return database;
}

Result<> Database::run(const std::string& sql) {
  if (sqlite3_exec(handle(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return failure(handle());
  return {};
}

Result<Statement> Database::prepare(std::string_view sql) const {
  sqlite3_stmt* raw = nullptr;
  int code = sqlite3_prepare_v3(handle(), sql.data(), static_cast<int>(sql.size()), 0, &raw, nullptr);
  if (code != SQLITE_OK) return failure(handle());
  return Statement(raw);
}

Result<std::int64_t> Database::number(std::string_view sql, std::int64_t otherwise) const {
  auto statement = TRY(prepare(sql));
  if (!TRY(statement.step())) return otherwise;
  return statement.is_null(0) ? otherwise : statement.integer(0);
}

std::int64_t Database::last_rowid() const {
  return sqlite3_last_insert_rowid(handle());
}

std::string sql_name(std::string_view name) {
  std::string quoted = "\"";
  for (char c : name) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

void use_databases_from_one_thread() {
  sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
}

}  // namespace bridle
