#include <fmt/format.h>

#include "cases/case_store.h"
#include "cases/case_tables.h"

namespace bridle {
namespace {

// NULL is what a cleared statement holds.
void bind_value(Statement& statement, int index, const Value& value) {
  if (auto* integer = std::get_if<std::int64_t>(&value))
    statement.bind(index, *integer);
  else if (auto* real = std::get_if<double>(&value))
    statement.bind(index, *real);
  else if (auto* text = std::get_if<std::string_view>(&value))
    statement.bind(index, *text);
  else if (auto* bytes = std::get_if<Bytes>(&value))
    statement.bind(index, *bytes);
}

// What the worker said of itself becomes the status: complete only when nothing at all was lost.
void conclude(Coverage& coverage, const BatchEnd& end) {
  coverage.records = end.rows;
  coverage.skipped = end.skips;
  coverage.lost_pages = end.lost_pages;
  coverage.notes.insert(coverage.notes.end(), end.notes.begin(), end.notes.end());
  if (end.failed) {
    bool foreign = end.fault == Fault::unsupported;
    coverage.status = end.rows > 0 ? CoverageStatus::partial
                      : foreign    ? CoverageStatus::unsupported
                                   : CoverageStatus::failed;
    coverage.reason = end.reason;
  } else if (end.skips > 0) {
    coverage.status = CoverageStatus::partial;
    coverage.reason =
        fmt::format("{} {} could not be read", end.skips, end.skips == 1 ? "record" : "records");
  } else if (end.losses) {
    coverage.status = CoverageStatus::partial;
    coverage.reason = "part of the file is damaged or missing";
  }
}

}  // namespace

Result<Coverage> CaseStore::load_rows(int batch, const Artefact& artefact, Coverage coverage,
                                      const BatchFollow& follow) {
  const TableSchema& table = *artefact.table;
  const std::int64_t task = number_of(coverage);
  auto insert = TRY(database_.prepare(record_insert_sql(table)));
  auto mined = TRY(database_.prepare("INSERT INTO mined VALUES(NULL, ?, ?, ?, ?, ?, ?)"));
  auto skip = TRY(database_.prepare("INSERT INTO skip VALUES(NULL, ?, ?, ?, ?)"));
  std::int64_t record = TRY(database_.number(fmt::format("SELECT max(id) FROM {}", sql_name(table.name))));
  std::vector<std::size_t> events;
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (!table.columns[i].event_kind.empty()) events.push_back(i);
  Result<> written;
  auto keep = [&](Result<> result) {
    if (!result && written) written = std::move(result);
  };
  auto end = read_batch(
      batch, table,
      {.row =
           [&](const BatchRow& row) {
             insert.clear().bind_all(++record, task, row.locator, name(row.state));
             for (std::size_t i = 0; i < row.values.size(); ++i)
               bind_value(insert, static_cast<int>(i) + 5, row.values[i]);
             for (std::size_t i : events)
               coverage.events += std::holds_alternative<std::int64_t>(row.values[i]);
             keep(insert.run());
           },
       .mined =
           [&](const BatchMined& m) {
             keep(mined
                      .bind_all(table.name, record, table.columns[m.column].name, name(m.type), name(m.form),
                                m.value)
                      .run());
           },
       .skip =
           [&](const BatchSkip& s) { keep(skip.bind_all(task, s.locator, name(s.fault), s.reason).run()); },
       .more = follow.more,
       .last_reader = true});
  TRY(written);  // the case itself could not be written: that ends the examination
  std::string trouble = follow.trouble ? follow.trouble() : std::string();
  if (!trouble.empty())
    trouble = "its worker " + trouble;
  else if (!end)
    trouble = fmt::format("what its worker sent back was refused: {}", end.error().message);
  if (!trouble.empty()) {
    // The records that came before the fault go with it.
    TRY(database_.run("ROLLBACK TO rows"));
    coverage.events = 0;
    coverage.status = CoverageStatus::failed;
    coverage.reason = std::move(trouble);
    return coverage;
  }
  conclude(coverage, *end);
  return coverage;
}

Result<Coverage> CaseStore::load_batch(int batch, const Artefact& artefact, Coverage coverage,
                                       const BatchFollow& follow) {
  TRY(database_.run("BEGIN; SAVEPOINT rows"));
  auto loaded = load_rows(batch, artefact, std::move(coverage), follow);
  if (!loaded) {
    (void)database_.run("ROLLBACK");
    return loaded;
  }
  TRY(insert_coverage(*loaded));
  TRY(database_.run("COMMIT"));
  return loaded;
}

}  // namespace bridle
