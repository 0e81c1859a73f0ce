#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <variant>

#include "base/bytes.h"
#include "base/result.h"

struct sqlite3_stmt;

namespace bridle {

struct SqliteConnection;

/// What can be bound to a `?` of a query.
using SqliteValue = std::variant<std::int64_t, double, std::string_view>;

/// How a value is stored. The declared type of a column says little in SQLite: look at the value.
enum class SqliteType { null, integer, real, text, blob };

/// Whether a query that ends at a damaged page adds to SqliteNotes::damaged_queries.
enum class DamageIs { counted, handled_by_caller };

/// The rows of one statement. Keeps its database open for as long as it lives.
/// Column accessors take an index from 0 and speak of the row that `step` came to; outside a row all is NULL.
class Query {
 public:
  Query(Query&&) noexcept = default;
  Query& operator=(Query&&) noexcept;
  ~Query();

  /// Goes to the next row; false when there is none. After an error the rows so far stand and there are no
  /// more. Faults: malformed (a damaged page), io, limit (time, memory, or a value larger than
  /// Limits::contiguous_bytes).
  Result<bool> step();

  int column_count() const;
  /// Borrows: the query.
  std::string_view name(int column) const;
  SqliteType type(int column) const;
  bool is_null(int column) const { return type(column) == SqliteType::null; }
  /// An integer; also a real without a fraction that fits. Text is never taken for a number.
  std::optional<std::int64_t> integer(int column) const { return integer(column, type(column)); }
  /// The same for those who have asked for its type already.
  std::optional<std::int64_t> integer(int column, SqliteType stored) const;
  /// A real or an integer.
  std::optional<double> real(int column) const;
  /// Text as stored (UTF-16 databases: as UTF-8), a blob's bytes, or the decimal form of a number. Nothing
  /// promises that it is valid UTF-8. Borrows: until the next `step`.
  std::optional<std::string_view> text(int column) const { return text(column, type(column)); }
  std::optional<std::string_view> text(int column, SqliteType stored) const;
  /// The bytes of a blob or of text. Borrows: until the next `step`.
  std::optional<Bytes> blob(int column) const { return blob(column, type(column)); }
  std::optional<Bytes> blob(int column, SqliteType stored) const;

  /// Starts again with other values. Faults: malformed (more values than the statement takes), limit.
  Result<> rewind(std::span<const SqliteValue> values);
  /// The extended result code of the last step, for those who must tell damage from limits.
  int code() const { return code_; }

  /// Used by SqliteView and its kin. Faults: unsupported (SQL that does not fit the schema, or is not
  /// allowed), malformed, limit.
  static Result<Query> prepare(std::shared_ptr<SqliteConnection> connection, std::string_view sql,
                               std::span<const SqliteValue> values,
                               DamageIs damage = DamageIs::handled_by_caller);

 private:
  struct Finalise {
    void operator()(sqlite3_stmt* statement) const;
  };
  Query() = default;
  std::shared_ptr<SqliteConnection> connection_;  // declared first: the statement goes before its connection
  std::unique_ptr<sqlite3_stmt, Finalise> statement_;
  DamageIs damage_ = DamageIs::handled_by_caller;
  bool done_ = false;
  int code_ = 0;
};

}  // namespace bridle
