#include "findings/selected.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/sqlite.h"

namespace bridle {

bool has_columns(const CaseView& view, const NeededTable& need) {
  for (std::string_view column : need.columns) {
    if (column.empty()) continue;
    auto there = view.store.database().prepare("SELECT 1 FROM pragma_table_info(?) WHERE name = ?");
    if (!there) return false;
    auto found = there->bind_all(need.table, column).step();
    if (!found || !*found) return false;
  }
  return true;
}

namespace {

bool is_ready(const CaseView& view, std::span<const NeededTable> needs) {
  for (const NeededTable& need : needs)
    if (!has_columns(view, need)) return false;
  return !needs.empty();
}

Result<std::optional<Finding>> raise_one(const Rule& rule, const CaseView& view, const Selection& selection) {
  if (!is_ready(view, selection.needs)) return std::nullopt;
  auto select = TRY(view.store.database().prepare(std::string(selection.sql)));
  Finding finding = finding_of(rule);
  if (selection.severity) finding.severity = *selection.severity;
  std::vector<std::string> names;
  while (TRY(select.step())) {
    add_record(finding, select.text(0), select.integer(1), time_at(select, 3));
    std::string name(select.text(2));
    if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
  }
  if (finding.records.empty()) return std::nullopt;
  std::size_t count = names.size();
  finding.statement =
      fmt::format(fmt::runtime(count == 1 ? selection.one : selection.many), count, listed(names));
  return finding;
}

}  // namespace

Result<std::vector<Finding>> raise_selected(const Rule& rule, const CaseView& view,
                                            std::span<const Selection> selections) {
  std::vector<Finding> findings;
  for (const Selection& selection : selections)
    if (auto finding = TRY(raise_one(rule, view, selection))) findings.push_back(std::move(*finding));
  return findings;
}

}  // namespace bridle
