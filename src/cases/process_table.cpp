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

// id, path, UUID, app, then the times, then the names.
std::string select_of(const TableSchema& table, const ProgramColumns& columns) {
  auto first_of = [](const std::vector<std::string_view>& names) {
    std::string list;
    for (std::string_view name : names) list += sql_name(name) + ", ";
    return fmt::format("coalesce({}NULL, NULL)", list);
  };
  std::string sql = fmt::format("SELECT id, {}, {}, {}", first_of(columns.paths), first_of(columns.uuids),
                                first_of(columns.apps));
  for (std::string_view time : columns.times) sql += ", " + sql_name(time);
  for (std::string_view name : columns.names) sql += ", " + sql_name(name);
  return fmt::format("{} FROM {} ORDER BY id", sql, sql_name(table.name));
}

// Counts the records of one table.
class Collector {
 public:
  Collector(const TableSchema& table, Programs& programs) : table_(table), programs_(programs) {}

  void add(const Parts& parts, std::int64_t record, std::int64_t first, std::int64_t last) {
    if (parts[program_name].empty() && parts[program_app].empty()) return;
    // Records of one program often stand beside each other.
    if (seen_ == nullptr || parts != parts_) {
      auto found = programs_.find(parts);
      if (found == programs_.end() && programs_.size() >= most_processes) {
        ++beyond_;
        return;
      }
      if (found == programs_.end()) found = programs_.try_emplace(parts).first;
      seen_ = &found->second[table_.name];
      parts_ = parts;
    }
    if (seen_->records == 0) seen_->first_record = record;
    seen_->add({.first = first, .last = last, .records = 1, .first_record = record});
  }
  std::uint64_t beyond() const { return beyond_; }

 private:
  const TableSchema& table_;
  Programs& programs_;
  Parts parts_;
  Seen* seen_ = nullptr;
  std::uint64_t beyond_ = 0;
};

Result<std::uint64_t> collect(const CaseStore& store, const TableSchema& table, Programs& programs) {
  ProgramColumns columns = program_columns(table);
  if (!columns.any()) return 0;
  auto select = TRY(store.database().prepare(select_of(table, columns)));
  constexpr int first_time = 4;
  int first_name = first_time + static_cast<int>(columns.times.size());
  int end = first_name + static_cast<int>(columns.names.size());
  Collector collector(table, programs);
  while (TRY(select.step())) {
    Seen when;
    for (int at = first_time; at < first_name; ++at) {
      if (select.is_null(at)) continue;
      when.first = std::min(when.first, select.integer(at));
      when.last = std::max(when.last, select.integer(at));
    }
    // The first name that is there is that of the program of the path; further ones are of others, such as
    // the one that started it.
    Parts parts{"", std::string(select.text(1)), std::string(select.text(2)), std::string(select.text(3))};
    int at = first_name;
    while (at < end && select.text(at).empty()) ++at;
    parts[program_name] = at < end ? select.text(at) : last_component(parts[program_path]);
    collector.add(parts, select.integer(0), when.first, when.last);
    for (++at; at < end; ++at)
      if (std::string_view other = select.text(at); !other.empty() && other != parts[program_name])
        collector.add({std::string(other), "", "", ""}, select.integer(0), when.first, when.last);
  }
  return collector.beyond();
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
  if (auto own = std::ranges::find(found.paths, "executable"); own != found.paths.end())
    std::rotate(found.paths.begin(), own, own + 1);
  // An app that only was installed counts where the record names a program beside it.
  if (!found.names.empty() || !found.paths.empty())
    for (const Column& column : table.columns) {
      if (column.type == FieldType::app_id && column.relation_to_value == Relation::installed)
        found.apps.push_back(column.name);
      if (column.type != FieldType::text || !column.name.ends_with("uuid")) continue;
      std::string_view stem = column.name.substr(0, column.name.rfind('_'));
      if (column.name == "uuid" || std::ranges::find(found.names, stem) != found.names.end() ||
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
