#include <algorithm>

#include "base/sqlite.h"
#include "findings/rule.h"

namespace bridle {

const Rule* find_rule(std::string_view id) {
  auto all = rules();
  auto found = std::ranges::find(all, id, &Rule::id);
  return found == all.end() ? nullptr : *found;
}

bool CaseView::has_rows(std::string_view table) const {
  std::string sql = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?";
  auto exists = store.database().prepare(sql);
  if (!exists) return false;
  exists->bind(1, table);
  auto there = exists->step();
  if (!there || !*there) return false;
  auto rows = store.database().number("SELECT EXISTS(SELECT 1 FROM " + sql_name(table) + ")");
  return rows && *rows != 0;
}

}  // namespace bridle
