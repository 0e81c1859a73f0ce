#include "report/finding_records.h"

#include <fmt/format.h>

#include "report/record_excerpt.h"

namespace bridle {
namespace {

constexpr std::size_t most_values = 16;
constexpr std::int64_t told_in_full = 3;  // of one finding; the others take a line each

// Which value of the record met which indicator.
Result<> write_match(Report& report, std::int64_t match) {
  auto select =
      TRY(report.database().prepare("SELECT m.column_name, m.value, m.form, m.grade, i.type, i.value, "
                                    "i.stix_id, i.source_file, "
                                    "(SELECT group_concat(value, ' ') FROM json_each(CASE WHEN "
                                    "json_valid(i.refs) THEN i.refs ELSE '[]' END)) FROM match m "
                                    "JOIN indicator i ON i.id = m.indicator WHERE m.id = ?"));
  select.bind(1, match);
  if (!TRY(select.step())) return {};
  Html& html = report.html;
  html.open("p class=note").text(fmt::format("Met in {}: ", select.text(0))).evidence(select.text(1), 300);
  if (select.text(2) != "plain") html.text(fmt::format(" (found in the text, form: {})", select.text(2)));
  html.text(fmt::format(", grade {}, with the {} ", select.text(3), select.text(4)))
      .evidence(select.text(5), 300);
  html.text(", indicator ").evidence(select.text(6), 120).text(" of ").evidence(select.text(7), 120);
  if (!select.text(8).empty()) html.text("; published at ").evidence(select.text(8), 600);
  html.text(".").close();
  return {};
}

Result<> write_record(Report& report, std::string_view table, std::int64_t record, std::int64_t match,
                      bool in_full) {
  Html& html = report.html;
  auto excerpt = TRY(record_excerpt(report.store, table, record));
  html.open("div class=record").open("p");
  if (!excerpt) {
    html.text(fmt::format("Record {} of {}, which this case does not hold.", record, table)).close().close();
    return {};
  }
  html.open("b").text(fmt::format("{}, record {}", excerpt->title, record)).close();
  html.text(" at ").evidence(excerpt->locator, 200).text(" of ").evidence(excerpt->path, 300);
  html.text(fmt::format(" (table {}", table));
  if (!excerpt->state.empty() && excerpt->state != "live")
    html.text(", state: ").evidence(excerpt->state, 40);
  html.text(")").close();
  if (!in_full) {
    html.open("p").evidence(in_one_line(*excerpt), 200).close().close();
    return {};
  }
  if (match != 0) TRY(write_match(report, match));
  html.open("dl");
  for (std::size_t i = 0; i < excerpt->values.size() && i < most_values; ++i)
    html.evidence_entry(excerpt->values[i].first, excerpt->values[i].second, 300);
  html.close();
  if (excerpt->values.size() > most_values)
    html.element("p class=note",
                 fmt::format("… and {} of this record.",
                             counted(static_cast<std::int64_t>(excerpt->values.size() - most_values),
                                     "more column", "more columns")));
  html.close();
  return {};
}

}  // namespace

Result<> write_finding_records(Report& report, std::int64_t finding, std::int64_t most) {
  Html& html = report.html;
  // A record that meets several indicators stands once, with the first.
  auto select = TRY(report.database().prepare(
      "SELECT source, record, match, min(position) FROM finding_record WHERE finding = ? GROUP BY source, "
      "record ORDER BY 4"));
  select.bind(1, finding);
  std::int64_t count = 0;
  while (TRY(select.step())) {
    if (count++ == 0) html.element("p class=label", "The records it rests on");
    if (count <= most)
      TRY(write_record(report, select.text(0), select.integer(1), select.integer(2), count <= told_in_full));
  }
  if (count > most)
    html.element("p class=note", fmt::format("… and {}: bridle records CASE ARTEFACT",
                                             counted(count - most, "more record", "more records")));
  return {};
}

}  // namespace bridle
