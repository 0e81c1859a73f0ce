#include <fmt/format.h>

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

bool CaseView::has_rows(std::string_view table, std::initializer_list<std::string_view> columns) const {
  if (!has_rows(table)) return false;
  for (std::string_view column : columns) {
    auto there = store.database().prepare("SELECT 1 FROM pragma_table_info(?) WHERE name = ?");
    if (!there) return false;
    auto found = there->bind_all(table, column).step();
    if (!found || !*found) return false;
  }
  return true;
}

Finding finding_of(const Rule& rule) {
  Finding finding;
  finding.rule = rule.id;
  finding.severity = rule.severity;
  finding.confidence = rule.confidence;
  finding.not_shown = rule.not_shown;
  finding.innocent = rule.innocent;
  return finding;
}

void add_record(Finding& finding, std::string_view table, std::int64_t record, std::optional<Time> time) {
  finding.records.push_back({std::string(table), record});
  if (time && (!finding.time || *time < *finding.time)) finding.time = time;
}

std::optional<Time> time_at(const Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return Time{row.integer(column)};
}

std::string listed(const std::vector<std::string>& texts, std::size_t most) {
  std::string text;
  for (std::size_t i = 0; i < std::min(texts.size(), most); ++i) {
    if (i > 0) text += i + 1 == texts.size() ? " and " : ", ";
    text += texts[i];
  }
  if (texts.size() > most) text += fmt::format(" and {} more", texts.size() - most);
  return text;
}

}  // namespace bridle
