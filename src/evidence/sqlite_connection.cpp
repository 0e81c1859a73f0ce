#include "evidence/sqlite_connection.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "evidence/sqlite_query.h"

namespace bridle {
namespace {

// What an artefact may call. Nothing here knows clock, chance, files or other connections.
constexpr std::array<std::string_view, 30> functions = {
    "abs",    "avg",    "char",   "coalesce",  "count", "glob",   "group_concat", "hex",
    "ifnull", "iif",    "instr",  "length",    "like",  "lower",  "ltrim",        "max",
    "min",    "nullif", "quote",  "replace",   "round", "rtrim",  "substr",       "sum",
    "total",  "trim",   "typeof", "substring", "upper", "unicode"};

int authorise(void* context, int action, const char*, const char* second, const char* database, const char*) {
  bool own = static_cast<SqliteConnection*>(context)->preparing_own;
  switch (action) {
    case SQLITE_SELECT:
      return SQLITE_OK;
    case SQLITE_READ:
      return database == nullptr || std::string_view(database) == "main" ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_FUNCTION:
      return second != nullptr && std::ranges::find(functions, std::string_view(second)) != functions.end()
                 ? SQLITE_OK
                 : SQLITE_DENY;
    case SQLITE_PRAGMA:
      return own ? SQLITE_OK : SQLITE_DENY;
    default:
      return SQLITE_DENY;
  }
}

int look_at_clock(void* context) {
  return std::chrono::steady_clock::now() > static_cast<SqliteConnection*>(context)->deadline ? 1 : 0;
}

// After sqlite.org/security.html; what each of them costs a benign database is in
// docs/formats/sqlite-view.md.
void harden(SqliteConnection& connection) {
  sqlite3* handle = connection.handle;
  for (auto [setting, value] : {std::pair{SQLITE_DBCONFIG_DEFENSIVE, 1},
                                {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
                                {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
                                {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
                                {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
                                {SQLITE_DBCONFIG_DQS_DML, 0}})
    sqlite3_db_config(handle, setting, value, nullptr);
  // Without modules no virtual table of the evidence runs code; their shadow tables are ordinary ones.
  sqlite3_drop_modules(handle, nullptr);
  auto length = static_cast<int>(std::min<std::uint64_t>(connection.limits.contiguous_bytes, 1 << 30));
  for (auto [limit, value] : {std::pair{SQLITE_LIMIT_LENGTH, length},
                              {SQLITE_LIMIT_SQL_LENGTH, 1'000'000},
                              {SQLITE_LIMIT_COLUMN, 2000},
                              {SQLITE_LIMIT_EXPR_DEPTH, 200},
                              {SQLITE_LIMIT_COMPOUND_SELECT, 20},
                              {SQLITE_LIMIT_VDBE_OP, 50'000},
                              {SQLITE_LIMIT_FUNCTION_ARG, 32},
                              {SQLITE_LIMIT_ATTACHED, 0},
                              {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000},
                              {SQLITE_LIMIT_VARIABLE_NUMBER, 100},
                              {SQLITE_LIMIT_TRIGGER_DEPTH, 1},
                              {SQLITE_LIMIT_WORKER_THREADS, 0}})
    sqlite3_limit(handle, limit, value);
  sqlite3_progress_handler(handle, 10'000, look_at_clock, &connection);
  sqlite3_set_authorizer(handle, authorise, &connection);
  // The heap is one for the whole process: caches shrink from 64 MiB on, and a quarter of the task's memory
  // is all.
  sqlite3_soft_heap_limit64(64 << 20);
  sqlite3_hard_heap_limit64(
      static_cast<sqlite3_int64>(std::max<std::uint64_t>(connection.limits.memory_bytes / 4, 128 << 20)));
}

int run(SqliteConnection& connection, const char* sql) {
  connection.preparing_own = true;
  int code = sqlite3_exec(connection.handle, sql, nullptr, nullptr, nullptr);
  connection.preparing_own = false;
  return code;
}

bool is_damage(int code) {
  int primary = code & 0xff;
  return primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB || primary == SQLITE_ERROR;
}

// cache_size is the first statement that makes the engine read the schema.
Result<> load_schema(SqliteConnection& connection) {
  constexpr const char* cache = "PRAGMA cache_size=-8192";
  for (const char* sql :
       {"PRAGMA cell_size_check=1", "PRAGMA mmap_size=0", "PRAGMA temp_store=2", "PRAGMA query_only=1"})
    if (int code = run(connection, sql); code != SQLITE_OK)
      return std::unexpected(sqlite_error(connection, code));
  int code = run(connection, cache);
  if (is_damage(code)) {
    // Defensive mode has to go for this: with a writable schema the engine leaves out what it cannot parse
    // instead of refusing everything. Nothing becomes writable: the file system of ours refuses.
    sqlite3_db_config(connection.handle, SQLITE_DBCONFIG_DEFENSIVE, 0, nullptr);
    run(connection, "PRAGMA writable_schema=1");
    connection.notes.remarks.push_back("schema is damaged: entries that cannot be read are left out");
    code = run(connection, cache);
  }
  if (is_damage(code)) return fail(Fault::malformed, "schema page is damaged: no table can be read");
  if (code != SQLITE_OK) return std::unexpected(sqlite_error(connection, code));
  return {};
}

Result<> read_columns(const std::shared_ptr<SqliteConnection>& connection, SqliteTable& table) {
  connection->preparing_own = true;
  auto columns = Query::prepare(connection, fmt::format("PRAGMA table_xinfo({})", quoted(table.name)), {});
  connection->preparing_own = false;
  if (!columns) return std::unexpected(columns.error());
  while (TRY(columns->step())) table.columns.emplace_back(columns->text(1).value_or(""));
  table.rowid = rowid_name(table.columns);
  return {};
}

Result<> list_tables(const std::shared_ptr<SqliteConnection>& connection) {
  constexpr std::size_t most_tables = 20'000;
  Query names = TRY(Query::prepare(
      connection, "SELECT name, rootpage FROM sqlite_schema WHERE type = 'table' AND rootpage > 0", {}));
  std::vector<SqliteTable> found;
  bool damaged = false;
  for (;;) {
    auto more = names.step();
    if (!more && !is_damage(names.code())) return std::unexpected(more.error());
    if (!more) damaged = true;
    if (!more || !*more) break;
    if (found.size() == most_tables)
      return fail(Fault::limit, fmt::format("schema has more than {} tables", most_tables));
    auto root = names.integer(1);
    if (root && *root <= 0xfffffffe)
      found.push_back({std::string(names.text(0).value_or("")), static_cast<std::uint32_t>(*root), {}, {}});
  }
  std::size_t unreadable = 0;
  for (SqliteTable& table : found) {
    auto read = read_columns(connection, table);
    if (!read && read.error().fault == Fault::limit) return read;
    if (read && !table.columns.empty()) {
      connection->tables.push_back(std::move(table));
    } else {
      ++unreadable;
    }
  }
  if (unreadable > 0)
    connection->notes.remarks.push_back(fmt::format("{} tables of the schema cannot be read", unreadable));
  if (damaged)
    connection->notes.remarks.push_back("schema is damaged: tables after the damage are not known");
  if (connection->tables.empty() && (damaged || unreadable > 0))
    return fail(Fault::malformed, "schema page is damaged: no table can be read");
  return {};
}

}  // namespace

Result<std::shared_ptr<SqliteConnection>> connect(std::unique_ptr<DatabaseImage> image,
                                                  const Limits& limits) {
  auto connection = std::make_shared<SqliteConnection>();
  connection->limits = limits;
  connection->deadline = std::chrono::steady_clock::now() + std::chrono::seconds(limits.seconds);
  connection->notes.image = image->facts();
  connection->image = std::move(image);
  connection->lent.emplace(TRY(LentSource::lend(*connection->image)));
  int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE;
  int code = sqlite3_open_v2(connection->lent->name().c_str(), &connection->handle, flags, vfs_name);
  if (code != SQLITE_OK) return std::unexpected(sqlite_error(*connection, code));
  harden(*connection);
  TRY(load_schema(*connection));
  TRY(list_tables(connection));
  return connection;
}

Error sqlite_error(const SqliteConnection& connection, int code) {
  switch (code & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {Fault::malformed, "database page is damaged"};
    case SQLITE_INTERRUPT:
      return {Fault::limit, fmt::format("query reached the time limit of {} s", connection.limits.seconds)};
    case SQLITE_NOMEM:
      return {Fault::limit, "query reached the memory limit"};
    case SQLITE_TOOBIG:
      return {Fault::limit, "value or statement is larger than the limit"};
    case SQLITE_AUTH:
      return {Fault::unsupported, "statement does more than read tables"};
    case SQLITE_IOERR:
      if (code == SQLITE_IOERR_NOMEM) return {Fault::limit, "query reached the memory limit"};
      return {Fault::io, "database cannot be read"};
    case SQLITE_ERROR:
      return {Fault::unsupported, fmt::format("query is refused: {}", sqlite3_errmsg(connection.handle))};
    default:
      return {Fault::malformed, fmt::format("database is refused: {}", sqlite3_errstr(code))};
  }
}

}  // namespace bridle
