#pragma once

#include <sqlite3.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "evidence/sqlite_notes.h"
#include "evidence/sqlite_schema.h"
#include "evidence/sqlite_vfs.h"

namespace bridle {

/// The engine with one database in it, hardened against its content. Shared by a view and its queries, so
/// that the last of them closes it; nobody else includes this header.
struct SqliteConnection {
  SqliteConnection() = default;
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;
  ~SqliteConnection() { sqlite3_close_v2(handle); }

  std::unique_ptr<DatabaseImage> image;
  std::optional<LentSource> lent;
  sqlite3* handle = nullptr;
  bool preparing_own = false;  ///< the authorizer then lets PRAGMA pass
  std::chrono::steady_clock::time_point deadline;
  Limits limits;
  std::vector<SqliteTable> tables;
  SqliteNotes notes;

  const SqliteTable* find(std::string_view table) const {
    for (const SqliteTable& each : tables)
      if (same_identifier(each.name, table)) return &each;
    return nullptr;
  }
};

/// Opens the engine on `image` and reads the schema. Faults: malformed (no table can be read), limit, io.
Result<std::shared_ptr<SqliteConnection>> connect(std::unique_ptr<DatabaseImage> image, const Limits& limits);

/// What an extended result code of SQLite means to us. The message is SQLite's only where it speaks of our
/// own SQL.
Error sqlite_error(const SqliteConnection& connection, int code);

}  // namespace bridle
