#include "findings/custody_sources.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/sqlite.h"
#include "findings/custody_columns.h"

namespace bridle {
namespace {

constexpr CustodyKind kinds[] = {
    {"app", "event of installing, updating or removing apps",
     "events of installing, updating or removing apps", true},
    {"permission", "change of a permission", "changes of permissions", true},
    {"configuration", "change of settings, profiles, certificates, networks or the system's version",
     "changes of settings, profiles, certificates, networks or the system's version", true},
    {"debug", "event of a cable, a debugging connection or a copy",
     "events of cables, debugging connections or copies", true},
    {"restart", "start or stop of the phone", "starts or stops of the phone", false},
    {"unlock", "event of the screen or its lock", "events of the screen or its lock", false},
    {"use", "trace of use: an app in front, a message, a call, a page",
     "traces of use: apps in front, messages, calls, pages", false},
    {"sensor", "use of a permission, such as microphone, camera or position",
     "uses of permissions, such as microphone, camera or position", false},
    {"crash", "crash", "crashes", false},
    {"program", "program that started or was first seen", "programs that started or were first seen", false},
    {"network", "connection or name looked up", "connections and names looked up", false},
    {"file", "file written or read", "files written or read", false},
    {"other", "other event", "other events", false},
};

// The column with the phone's wall clock that stands beside one with UTC, if the table has one.
std::string local_of(const std::set<std::string, std::less<>>& columns, std::string_view column) {
  for (std::string_view ending : {"", "_time"}) {
    if (!column.ends_with(ending)) continue;
    std::string name = fmt::format("{}_local", column.substr(0, column.size() - ending.size()));
    if (columns.contains(name)) return sql_name(name);
  }
  return {};
}

// Zones lie between 12 hours west and 14 hours east of Greenwich.
std::string moment(const std::set<std::string, std::less<>>& columns, std::string_view column,
                   int hours_from_local) {
  std::string local = local_of(columns, column);
  if (local.empty()) return sql_name(column);
  return fmt::format("coalesce({}, CAST(strftime('%s', {}) AS INTEGER) * 1000000000 + {})", sql_name(column),
                     local, hours_from_local * 3'600'000'000'000);
}

Result<std::set<std::string, std::less<>>> columns_of(const CaseStore& store, std::string_view table) {
  auto select = TRY(store.database().prepare("SELECT name FROM pragma_table_info(?)"));
  select.bind(1, table);
  std::set<std::string, std::less<>> names;
  while (TRY(select.step())) names.emplace(select.text(0));
  return names;
}

std::string kind_sql(std::string_view kind) {
  return kind.contains(' ') ? std::string(kind) : fmt::format("'{}'", kind);
}

}  // namespace

std::span<const CustodyKind> custody_kinds() {
  return kinds;
}

const CustodyKind& custody_kind(std::string_view name) {
  auto found = std::ranges::find(kinds, name, &CustodyKind::name);
  return found == std::end(kinds) ? std::end(kinds)[-1] : *found;
}

std::int64_t custody_columns_listed() {
  return std::ssize(custody_columns());
}

Result<std::vector<CustodySource>> custody_sources(const CaseStore& store) {
  std::vector<CustodySource> sources;
  auto select = TRY(store.database().prepare(
      "SELECT table_name, column_name, event FROM event_column ORDER BY table_name, column_name"));
  while (TRY(select.step()))
    sources.push_back({.table = std::string(select.text(0)),
                       .column = std::string(select.text(1)),
                       .event = std::string(select.text(2))});
  // Moments that are no event of the timeline, because another column of the record is.
  std::span<const CustodyColumn> known = custody_columns();
  for (const CustodyColumn& each : known)
    if (std::ranges::none_of(sources, [&](const CustodySource& s) {
          return s.table == each.table && s.column == each.column;
        }))
      sources.push_back({.table = std::string(each.table),
                         .column = std::string(each.column),
                         .event = std::string(each.column)});
  std::vector<CustodySource> ready;
  for (CustodySource& source : sources) {
    auto columns = TRY(columns_of(store, source.table));
    if (!columns.contains(source.column)) continue;
    if (TRY(store.database().number(
            fmt::format("SELECT EXISTS(SELECT 1 FROM {})", sql_name(source.table)))) == 0)
      continue;
    auto found = std::ranges::find_if(
        known, [&](const CustodyColumn& k) { return k.table == source.table && k.column == source.column; });
    bool is_known = found != known.end();
    source.kind = kind_sql(is_known ? found->kind : "other");
    source.label = is_known ? std::string(found->label) : "NULL";
    source.begin = moment(columns, source.column, -14);
    source.end = moment(columns, source.column, 12);
    if (is_known && !found->until.empty()) {
      // Where the begin is not known and the end is, it may have begun at any time before.
      source.begin = fmt::format("coalesce({}, iif({} IS NULL, NULL, 0))", source.begin, found->until);
      source.end = fmt::format("coalesce({}, {})", moment(columns, found->until, 12), source.end);
    }
    ready.push_back(std::move(source));
  }
  return ready;
}

}  // namespace bridle
