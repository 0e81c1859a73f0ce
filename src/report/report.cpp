#include <fmt/format.h>

#include "report/sections.h"

namespace bridle {

Result<Statement> Report::rows(std::string_view sql) const {
  Statement select = TRY(database().prepare(sql));
  if (sql.find("?1") != std::string_view::npos) select.bind(1, revision);
  return select;
}

Result<std::int64_t> Report::number(std::string_view sql) const {
  Statement select = TRY(rows(sql));
  return TRY(select.step()) ? select.integer(0) : 0;
}

std::string_view Report::device_fact(std::string_view key) const {
  auto found = device.find(key);
  return found == device.end() ? std::string_view{} : found->second;
}

std::string_view Report::examination_fact(std::string_view key) const {
  auto found = examination.find(key);
  return found == examination.end() ? std::string_view{} : found->second;
}

Result<TraceCounts> count_traces(const Report& report) {
  // One trace may lie in many files: it counts as read when any of them was, as wholly read when all of them
  // were.
  auto select =
      TRY(report.rows("SELECT count(*), sum(status = 'complete'), sum(status IN ('complete', 'partial')), "
                      "sum(status = 'absent'), sum(status = 'not_held') "
                      "FROM coverage WHERE artefact IN (SELECT id FROM artefact) GROUP BY artefact"));
  TraceCounts counts;
  while (TRY(select.step())) {
    if (select.integer(4) == select.integer(0)) {
      ++counts.not_held;
      continue;
    }
    ++counts.all;
    if (select.integer(1) == select.integer(0))
      ++counts.whole;
    else if (select.integer(2) > 0)
      ++counts.in_part;
    else if (select.integer(3) == select.integer(0))
      ++counts.absent;
    else
      ++counts.unread;
  }
  return counts;
}

std::string grouped(std::int64_t number) {
  std::string digits = fmt::format("{}", number);
  std::size_t sign = number < 0 ? 1 : 0;
  for (std::size_t at = digits.size(); at > sign + 3;) digits.insert(at -= 3, ",");
  return digits;
}

std::string counted(std::int64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", grouped(count), count == 1 ? one : many);
}

std::string size_in_words(std::int64_t bytes) {
  constexpr std::string_view units[] = {"kB", "MB", "GB", "TB"};
  if (bytes < 1000) return counted(bytes, "byte", "bytes");
  double value = static_cast<double>(bytes) / 1000;
  std::size_t unit = 0;
  for (; value >= 1000 && unit + 1 < std::size(units); ++unit) value /= 1000;
  return fmt::format("{:.1f} {} ({} bytes)", value, units[unit], grouped(bytes));
}

}  // namespace bridle
