#include "records/table.h"

#include <algorithm>

namespace bridle {
namespace {
const Column* first(const TableSchema& table, auto predicate) {
  auto found = std::ranges::find_if(table.columns, predicate);
  return found == table.columns.end() ? nullptr : &*found;
}
}  // namespace

const Column* time_column(const TableSchema& table) {
  return first(table, [](const Column& c) { return !c.event_kind.empty(); });
}

const Column* relation_column(const TableSchema& table) {
  return first(table, [](const Column& c) { return c.type == FieldType::relation; });
}

std::optional<std::size_t> column_index(const TableSchema& table, std::string_view name) {
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (table.columns[i].name == name) return i;
  return std::nullopt;
}

}  // namespace bridle
