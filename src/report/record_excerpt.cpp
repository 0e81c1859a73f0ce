#include "report/record_excerpt.h"

#include <fmt/format.h>

#include <set>

#include "base/text.h"

namespace bridle {
namespace {

// Nanoseconds of the years 1990 to 2100: an integer in that range that is no time on the timeline may be one
// still.
constexpr std::int64_t earliest = 631'152'000'000'000'000, latest = 4'102'444'800'000'000'000;

Result<std::set<std::int64_t>> times_of(const CaseStore& store, std::string_view table, std::int64_t record) {
  auto select =
      TRY(store.database().prepare("SELECT time FROM timeline WHERE source = ? AND record = ? LIMIT 32"));
  select.bind_all(table, record);
  std::set<std::int64_t> times;
  while (TRY(select.step())) times.insert(select.integer(0));
  return times;
}

std::string printed(const Statement& row, int column, const std::set<std::int64_t>& times) {
  switch (row.type(column)) {
    case Statement::Type::null:
      return {};
    case Statement::Type::real:
      return fmt::format("{}", row.real(column));
    case Statement::Type::blob: {
      Bytes bytes = row.blob(column);
      std::string hex = to_hex(bytes.first(std::min<std::size_t>(bytes.size(), 32)));
      return fmt::format("{} bytes: {}{}", bytes.size(), hex, bytes.size() > 32 ? "…" : "");
    }
    case Statement::Type::integer: {
      std::int64_t value = row.integer(column);
      if (times.contains(value)) return to_iso8601(Time{value});
      if (value >= earliest && value <= latest)
        return fmt::format("{} (as a time: {})", value, to_iso8601(Time{value}));
      return fmt::format("{}", value);
    }
    case Statement::Type::text:
      break;
  }
  return std::string(row.text(column));
}

}  // namespace

Result<std::optional<RecordExcerpt>> record_excerpt(const CaseStore& store, std::string_view table,
                                                    std::int64_t record) {
  auto known = TRY(store.database().prepare("SELECT title FROM artefact WHERE table_name = ?"));
  known.bind(1, table);
  if (!TRY(known.step())) return std::nullopt;
  RecordExcerpt excerpt;
  excerpt.title = known.text(0);
  auto select = TRY(store.database().prepare(
      fmt::format("SELECT r.*, (SELECT path FROM coverage c WHERE c.task = r.task) FROM {} r WHERE id = ?",
                  sql_name(table))));
  select.bind(1, record);
  if (!TRY(select.step())) return std::nullopt;
  excerpt.locator = select.text(2);
  excerpt.state = select.text(3);
  excerpt.path = select.text(select.columns() - 1);
  std::set<std::int64_t> times = TRY(times_of(store, table, record));
  for (int i = 4; i + 1 < select.columns(); ++i) {
    std::string value = printed(select, i, times);
    if (!value.empty()) excerpt.values.emplace_back(select.column_name(i), std::move(value));
  }
  return excerpt;
}

std::string in_one_line(const RecordExcerpt& excerpt) {
  std::string line;
  for (const auto& [column, value] : excerpt.values) {
    if (parse_integer(value) || time_from_iso8601(value) || from_hex(value)) continue;
    if (!line.empty()) line += " · ";
    line += value;
    if (line.size() > 160) break;
  }
  return line;
}

}  // namespace bridle
