#include "evidence/sqlite_query.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cmath>

#include "evidence/sqlite_connection.h"

namespace bridle {

void Query::Finalise::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

Query::~Query() = default;

Query& Query::operator=(Query&& other) noexcept {
  statement_ = std::move(other.statement_);  // before the connection it belongs to
  connection_ = std::move(other.connection_);
  damage_ = other.damage_;
  done_ = other.done_;
  code_ = other.code_;
  return *this;
}

Result<Query> Query::prepare(std::shared_ptr<SqliteConnection> connection, std::string_view sql,
                             std::span<const SqliteValue> values, DamageIs damage) {
  sqlite3_stmt* statement = nullptr;
  const char* rest = nullptr;
  int code =
      sqlite3_prepare_v3(connection->handle, sql.data(), static_cast<int>(sql.size()), 0, &statement, &rest);
  Query query;
  query.damage_ = damage;
  query.statement_.reset(statement);
  if (code != SQLITE_OK) return std::unexpected(sqlite_error(*connection, code));
  query.connection_ = std::move(connection);
  if (statement == nullptr || rest != sql.data() + sql.size())
    return fail(Fault::unsupported, "query is not exactly one statement");
  // The authorizer is not asked about VACUUM.
  if (sqlite3_stmt_readonly(statement) == 0)
    return fail(Fault::unsupported, "statement does more than read tables");
  TRY(query.rewind(values));
  return query;
}

Result<> Query::rewind(std::span<const SqliteValue> values) {
  sqlite3_reset(statement_.get());
  done_ = false;
  code_ = SQLITE_OK;
  int at = 0;
  for (const SqliteValue& value : values) {
    ++at;
    int code = SQLITE_OK;
    if (auto* integer = std::get_if<std::int64_t>(&value)) {
      code = sqlite3_bind_int64(statement_.get(), at, *integer);
    } else if (auto* real = std::get_if<double>(&value)) {
      code = sqlite3_bind_double(statement_.get(), at, *real);
    } else {
      auto text = std::get<std::string_view>(value);
      code =
          sqlite3_bind_text64(statement_.get(), at, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    }
    if (code == SQLITE_RANGE) return fail(Fault::malformed, "query takes fewer values than are given");
    if (code != SQLITE_OK) return std::unexpected(sqlite_error(*connection_, code));
  }
  return {};
}

Result<bool> Query::step() {
  if (done_) return false;
  code_ = sqlite3_step(statement_.get());
  if (code_ == SQLITE_ROW) return true;
  done_ = true;
  int finished = code_;
  Error error = finished == SQLITE_DONE ? Error{} : sqlite_error(*connection_, finished);
  sqlite3_reset(statement_.get());  // outside a row every column is NULL, and no page stays pinned
  if (finished == SQLITE_DONE) return false;
  if (damage_ == DamageIs::counted && error.fault != Fault::limit) ++connection_->notes.damaged_queries;
  return std::unexpected(std::move(error));
}

int Query::column_count() const {
  return sqlite3_column_count(statement_.get());
}

std::string_view Query::name(int column) const {
  const char* text = sqlite3_column_name(statement_.get(), column);
  return text == nullptr ? std::string_view() : std::string_view(text);
}

SqliteType Query::type(int column) const {
  switch (sqlite3_column_type(statement_.get(), column)) {
    case SQLITE_INTEGER:
      return SqliteType::integer;
    case SQLITE_FLOAT:
      return SqliteType::real;
    case SQLITE_TEXT:
      return SqliteType::text;
    case SQLITE_BLOB:
      return SqliteType::blob;
    default:
      return SqliteType::null;
  }
}

std::optional<std::int64_t> Query::integer(int column, SqliteType stored) const {
  if (stored == SqliteType::integer) return sqlite3_column_int64(statement_.get(), column);
  if (stored != SqliteType::real) return std::nullopt;
  double value = sqlite3_column_double(statement_.get(), column);
  if (!(value >= -0x1p63 && value < 0x1p63) || std::trunc(value) != value) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

std::optional<double> Query::real(int column) const {
  SqliteType stored = type(column);
  if (stored != SqliteType::integer && stored != SqliteType::real) return std::nullopt;
  return sqlite3_column_double(statement_.get(), column);
}

std::optional<std::string_view> Query::text(int column, SqliteType stored) const {
  if (stored == SqliteType::null) return std::nullopt;
  if (stored == SqliteType::blob) return as_text(blob(column, stored).value_or(Bytes{}));
  const unsigned char* text = sqlite3_column_text(statement_.get(), column);
  if (text == nullptr) return std::nullopt;  // no memory for a conversion
  return as_text(Bytes(text, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))));
}

std::optional<Bytes> Query::blob(int column, SqliteType stored) const {
  if (stored != SqliteType::blob && stored != SqliteType::text) return std::nullopt;
  auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_.get(), column));
  auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  return bytes == nullptr ? Bytes{} : Bytes{bytes, size};
}

}  // namespace bridle
