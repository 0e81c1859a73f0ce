#include "cases/case_tables.h"

#include <fmt/format.h>

#include "base/sqlite.h"
#include "records/field_observable.h"

namespace bridle {
namespace {

constexpr std::string_view fixed_tables = R"sql(
CREATE TABLE examination(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE device(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE artefact(id TEXT PRIMARY KEY, title TEXT, table_name TEXT, question TEXT, presence TEXT) WITHOUT ROWID;
CREATE TABLE coverage(task INTEGER PRIMARY KEY, artefact TEXT, path TEXT, stored_as TEXT, status TEXT,
  records INTEGER, skipped INTEGER, lost_pages INTEGER, reason TEXT, notes TEXT, events INTEGER);
CREATE TABLE event_column(table_name TEXT, column_name TEXT, event TEXT, PRIMARY KEY(table_name, column_name)) WITHOUT ROWID;
CREATE TABLE skip(id INTEGER PRIMARY KEY, task INTEGER, locator TEXT, fault TEXT, reason TEXT);
CREATE TABLE mined(id INTEGER PRIMARY KEY, source TEXT, record INTEGER, column_name TEXT, type TEXT, form TEXT, value TEXT);
CREATE TABLE process(id INTEGER PRIMARY KEY, name TEXT, path TEXT, uuid TEXT, app TEXT, first_seen INTEGER,
  last_seen INTEGER, sources TEXT, records INTEGER);
CREATE TABLE process_source(process INTEGER, source TEXT, first_seen INTEGER, last_seen INTEGER, records INTEGER,
  first_record INTEGER, PRIMARY KEY(process, source)) WITHOUT ROWID;
CREATE TABLE time_zone(id INTEGER PRIMARY KEY, begins INTEGER, ends INTEGER, offset_seconds INTEGER, records INTEGER,
  source TEXT, record INTEGER);
CREATE TABLE device_event(id INTEGER PRIMARY KEY, kind TEXT, time INTEGER, earliest INTEGER, latest INTEGER, clock TEXT,
  stored TEXT, text TEXT, source TEXT, record INTEGER);
CREATE TABLE evidence_file(path TEXT PRIMARY KEY, size INTEGER, sha256 TEXT, problem TEXT) WITHOUT ROWID;
CREATE TABLE revision(number INTEGER PRIMARY KEY, indicators INTEGER, matches INTEGER, findings INTEGER,
  finding_level TEXT, coverage_level TEXT);
CREATE TABLE indicator_file(revision INTEGER, position INTEGER, name TEXT, sha256 TEXT, bytes INTEGER, accepted INTEGER,
  duplicates INTEGER, superseded INTEGER, revoked INTEGER, retyped INTEGER, not_evaluated INTEGER, rejected INTEGER,
  error TEXT, PRIMARY KEY(revision, position)) WITHOUT ROWID;
CREATE TABLE indicator_remark(id INTEGER PRIMARY KEY, revision INTEGER, file TEXT, kind TEXT, indicator TEXT, pattern TEXT,
  reason TEXT);
CREATE TABLE indicator(id INTEGER PRIMARY KEY, revision INTEGER, number INTEGER, stix_id TEXT, type TEXT, value TEXT,
  platform TEXT, attributions TEXT, source_file TEXT, source_sha256 TEXT, valid_from INTEGER, valid_until INTEGER,
  confidence INTEGER, tlp TEXT, notes TEXT, refs TEXT, class TEXT, collisions TEXT, valid_from_published INTEGER);
CREATE TABLE match(id INTEGER PRIMARY KEY, revision INTEGER, indicator INTEGER, source TEXT, record INTEGER,
  column_name TEXT, type TEXT, value TEXT, form TEXT, grade TEXT, relation TEXT, time INTEGER);
CREATE TABLE finding(id INTEGER PRIMARY KEY, revision INTEGER, reference TEXT, rule TEXT, title TEXT, severity TEXT,
  confidence TEXT, relation TEXT, time INTEGER, clock TEXT, statement TEXT, not_shown TEXT, innocent TEXT, campaigns TEXT,
  tlp TEXT, suppression INTEGER);
CREATE TABLE finding_record(finding INTEGER, position INTEGER, source TEXT, record INTEGER, match INTEGER,
  PRIMARY KEY(finding, position)) WITHOUT ROWID;
CREATE TABLE corroboration(finding INTEGER, other INTEGER, PRIMARY KEY(finding, other)) WITHOUT ROWID;
CREATE TABLE suppression(revision INTEGER, number INTEGER, rule TEXT, indicator TEXT, scope TEXT, place TEXT,
  reason TEXT, author TEXT, date TEXT, file TEXT, sha256 TEXT, line INTEGER, PRIMARY KEY(revision, number)) WITHOUT ROWID;
CREATE TABLE custody_window(revision INTEGER, number INTEGER, begins INTEGER, ends INTEGER, given TEXT,
  PRIMARY KEY(revision, number)) WITHOUT ROWID;
CREATE TABLE custody_source(revision INTEGER, window INTEGER, position INTEGER, source TEXT, column_name TEXT, event TEXT,
  kind TEXT, inside INTEGER, perhaps INTEGER, untimed INTEGER, earliest INTEGER, latest INTEGER,
  PRIMARY KEY(revision, window, position)) WITHOUT ROWID;
)sql";

std::string_view sql_type(FieldType type) {
  switch (type) {
    case FieldType::integer:
    case FieldType::boolean:
    case FieldType::time:
      return "INTEGER";
    case FieldType::real:
      return "REAL";
    case FieldType::blob:
      return "BLOB";
    default:
      return "TEXT";
  }
}

}  // namespace

std::string case_tables_sql(std::span<const Artefact* const> artefacts) {
  std::string sql(fixed_tables);
  for (const Artefact* artefact : artefacts) {
    sql += fmt::format("CREATE TABLE {}(id INTEGER PRIMARY KEY, task INTEGER, locator TEXT, state TEXT",
                       sql_name(artefact->table->name));
    for (const Column& column : artefact->table->columns)
      sql += fmt::format(", {} {}", sql_name(column.name), sql_type(column.type));
    sql += ");\n";
  }
  return sql;
}

std::string case_views_sql(std::span<const Artefact* const> artefacts) {
  std::string timeline =
      // Only terms of the same affinity let the engine read the tables without computing what nobody asked
      // for.
      "CREATE VIEW timeline AS SELECT CAST(NULL AS INTEGER) AS time, NULL AS utc, NULL AS event, NULL AS "
      "source, CAST(NULL AS INTEGER) AS record WHERE 0";
  std::string observable =
      "CREATE VIEW observable AS SELECT source, record, column_name, type, form, value FROM mined";
  for (const Artefact* artefact : artefacts) {
    std::string_view table = artefact->table->name;
    for (const Column& column : artefact->table->columns) {
      std::string quoted = sql_name(column.name);
      if (!column.event_kind.empty())
        timeline += fmt::format(
            "\nUNION ALL SELECT {0}, strftime('%Y-%m-%dT%H:%M:%fZ', {0} / 1e9, 'unixepoch'), '{1}', '{2}', "
            "id "
            "FROM {3} WHERE {0} IS NOT NULL",
            quoted, column.event_kind, table, sql_name(table));
      std::string kind;
      if (auto fixed = observable_of(column.type))
        kind = fmt::format("'{}'", name(*fixed));
      else if (column.type == FieldType::handle)
        kind = fmt::format("iif(instr({}, '@') > 0, 'email', 'phone')", quoted);
      else
        continue;
      observable +=
          fmt::format("\nUNION ALL SELECT '{}', id, '{}', {}, 'plain', {} FROM {} WHERE {} IS NOT NULL",
                      table, column.name, kind, quoted, sql_name(table), quoted);
    }
  }
  return timeline + ";\n" + observable + ";\n";
}

std::string record_insert_sql(const TableSchema& table) {
  std::string sql = fmt::format("INSERT INTO {} VALUES(?, ?, ?, ?", sql_name(table.name));
  for (std::size_t i = 0; i < table.columns.size(); ++i) sql += ", ?";
  return sql + ")";
}

}  // namespace bridle
