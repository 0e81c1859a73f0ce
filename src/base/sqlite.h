#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace bridle {

/// A prepared statement on a database of ours. Binding copies nothing: bound text must live until `run` or
/// the last `step`. Indices of parameters start at 1, of columns at 0.
class Statement {
 public:
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
  Statement& bind(int index, std::int64_t value);
  Statement& bind(int index, double value);
  Statement& bind(int index, std::string_view text);
  Statement& bind(int index, Bytes blob);
  Statement& bind_null(int index);
  /// Makes every value NULL again.
  Statement& clear();
  template <class... T>
  Statement& bind_all(const T&... values) {
    int index = 0;
    (bind(++index, values), ...);
    return *this;
  }
  /// Runs a statement without results and makes it ready for the next values. Faults: io.
  Result<> run();
  /// The next row, or false at the end (the statement is then ready again). Faults: io.
  Result<bool> step();
  void reset();

  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  double real(int column) const;
  /// Borrows: until the next step.
  std::string_view text(int column) const;
  Bytes blob(int column) const;
  int columns() const;
  std::string_view column_name(int column) const;
  enum class Type { integer, real, text, blob, null };
  Type type(int column) const;

 private:
  struct Close {
    void operator()(sqlite3_stmt* statement) const;
  };
  std::unique_ptr<sqlite3_stmt, Close> statement_;
};

/// A database of ours, by path: cases and builders. Evidence is never opened here (evidence/sqlite_view.h).
class Database {
 public:
  enum class Mode { create, read_write, read_only };
  /// Faults: absent, io (with SQLite's words).
  static Result<Database> open(const std::string& path, Mode mode);
  /// One or more statements without results. Faults: io.
  Result<> run(const std::string& sql);
  Result<Statement> prepare(std::string_view sql) const;
  /// The first column of the first row, or `otherwise` when there is none.
  Result<std::int64_t> number(std::string_view sql, std::int64_t otherwise = 0) const;
  std::int64_t last_rowid() const;
  sqlite3* handle() const { return database_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  explicit Database(sqlite3* database) : database_(database) {}
  std::unique_ptr<sqlite3, Close> database_;
};

/// A name as it may stand in SQL: in double quotes, with its own quotes doubled.
std::string sql_name(std::string_view name);

/// This process will use databases from one thread only: the engine does without locks then. To be called
/// before the first database opens; later it changes nothing.
void use_databases_from_one_thread();

}  // namespace bridle
