#include "cases/process_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <map>

#include "cases/json_list.h"

namespace bridle {
namespace {

enum Part : std::uint8_t { program_name, program_path, program_uuid, program_app };
using Parts = std::array<std::string, 4>;  // empty = the source does not say

struct Seen {
  std::int64_t first = std::numeric_limits<std::int64_t>::max();
  std::int64_t last = std::numeric_limits<std::int64_t>::min();
  std::int64_t records = 0, first_record = 0;
  bool dated() const { return records > 0 && first <= last; }
  void add(const Seen& other) {
    first = std::min(first, other.first);
    last = std::max(last, other.last);
    records += other.records;
  }
};

// Programs in the order of their parts, and what each source says of them.
using Programs = std::map<Parts, std::map<std::string_view, Seen>>;

std::string_view last_component(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

std::string select_of(const TableSchema& table, const ProgramColumns& columns) {
  auto first_of = [](const std::vector<std::string_view>& names) {
    std::string list;
    for (std::string_view name : names) list += sql_name(name) + ", ";
    return fmt::format("coalesce({}NULL, NULL)", list);
  };
  std::string sql = fmt::format("SELECT id, {}, {}, {}, {}", first_of(columns.names), first_of(columns.paths),
                                first_of(columns.uuids), first_of(columns.apps));
  for (std::string_view time : columns.times) sql += ", " + sql_name(time);
  return fmt::format("{} FROM {} ORDER BY id", sql, sql_name(table.name));
}

Result<std::uint64_t> collect(const CaseStore& store, const TableSchema& table, Programs& programs) {
  ProgramColumns columns = program_columns(table);
  if (!columns.any()) return 0;
  auto select = TRY(store.database().prepare(select_of(table, columns)));
  std::uint64_t beyond = 0;
  Parts parts;
  // Records of one program often stand beside each other.
  Parts last_parts;
  Seen* last_seen = nullptr;
  while (TRY(select.step())) {
    for (std::size_t i = 0; i < parts.size(); ++i) parts[i] = select.text(static_cast<int>(i) + 1);
    if (parts[program_name].empty()) parts[program_name] = last_component(parts[program_path]);
    if (parts[program_name].empty() && parts[program_app].empty()) continue;
    if (last_seen == nullptr || parts != last_parts) {
      auto found = programs.find(parts);
      if (found == programs.end() && programs.size() >= most_processes) {
        ++beyond;
        continue;
      }
      if (found == programs.end()) found = programs.try_emplace(parts).first;
      last_seen = &found->second[table.name];
      last_parts = parts;
    }
    if (last_seen->records++ == 0) last_seen->first_record = select.integer(0);
    for (std::size_t i = 0; i < columns.times.size(); ++i) {
      int at = static_cast<int>(i) + 5;
      if (select.is_null(at)) continue;
      last_seen->first = std::min(last_seen->first, select.integer(at));
      last_seen->last = std::max(last_seen->last, select.integer(at));
    }
  }
  return beyond;
}

void bind_times(Statement& insert, int at, const Seen& seen) {
  if (seen.dated())
    insert.bind(at, seen.first).bind(at + 1, seen.last);
  else
    insert.bind_null(at).bind_null(at + 1);
}

Result<> store_programs(CaseStore& store, const Programs& programs) {
  auto process = TRY(store.database().prepare("INSERT INTO process VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  auto source = TRY(store.database().prepare("INSERT INTO process_source VALUES(?, ?, ?, ?, ?, ?)"));
  std::int64_t id = 0;
  for (const auto& [parts, sources] : programs) {
    Seen all;
    std::vector<std::string> names;
    ++id;
    for (const auto& [table, seen] : sources) {
      all.add(seen);
      names.emplace_back(table);
      source.bind(1, id).bind(2, table);
      bind_times(source, 3, seen);
      TRY(source.bind(5, seen.records).bind(6, seen.first_record).run());
    }
    std::string list = json_list(names);
    process.bind(1, id);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      int at = static_cast<int>(i) + 2;
      parts[i].empty() ? process.bind_null(at) : process.bind(at, std::string_view(parts[i]));
    }
    bind_times(process, 6, all);
    TRY(process.bind(8, std::string_view(list)).bind(9, all.records).run());
  }
  return {};
}

}  // namespace

ProgramColumns program_columns(const TableSchema& table) {
  ProgramColumns found;
  for (const Column& column : table.columns) {
    if (!column.event_kind.empty()) found.times.push_back(column.name);
    bool ran = column.relation_to_value == Relation::executed;
    if (column.type == FieldType::process_name && ran) found.names.push_back(column.name);
    if (column.type == FieldType::file_path && ran) found.paths.push_back(column.name);
    if (column.type == FieldType::app_id && ran) found.apps.push_back(column.name);
  }
  // Of several paths, that of the program itself.
  std::ranges::stable_partition(found.paths, [](std::string_view name) { return name == "executable"; });
  // An app that only was installed counts where the record names a program beside it.
  if (!found.names.empty() || !found.paths.empty())
    for (const Column& column : table.columns) {
      if (column.type == FieldType::app_id && column.relation_to_value == Relation::installed)
        found.apps.push_back(column.name);
      if (column.type != FieldType::text || !column.name.ends_with("_uuid")) continue;
      std::string_view stem = column.name.substr(0, column.name.size() - 5);
      if (std::ranges::find(found.names, stem) != found.names.end() ||
          std::ranges::find(found.paths, stem) != found.paths.end())
        found.uuids.push_back(column.name);
    }
  return found;
}

Result<std::uint64_t> fill_process_table(CaseStore& store, std::span<const Artefact* const> artefacts) {
  Programs programs;
  std::uint64_t beyond = 0;
  for (const Artefact* artefact : artefacts) beyond += TRY(collect(store, *artefact->table, programs));
  TRY(store.database().run("BEGIN"));
  TRY(store_programs(store, programs));
  TRY(store.database().run("COMMIT"));
  return beyond;
}

}  // namespace bridle
