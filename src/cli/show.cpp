#include <fmt/format.h>

#include <algorithm>

#include "artefacts/catalogue.h"
#include "cases/case_store.h"
#include "cli/options.h"
#include "cli/rows.h"
#include "findings/custody_window.h"

namespace bridle::cli {
namespace {

constexpr std::string_view utc = "strftime('%Y-%m-%d %H:%M:%S', time / 1000000000, 'unixepoch')";

// One SELECT over a case, printed; `revision` is bound to ?1 where the statement has it.
Result<> show(const ShowArguments& a, const std::string& sql, bool by_revision) {
  auto store = TRY(CaseStore::open(a.case_folder, Database::Mode::read_only));
  auto select = TRY(store.database().prepare(sql));
  if (by_revision) {
    auto latest = TRY(store.database().number("SELECT max(number) FROM revision"));
    if (a.revision > latest) return fail(Fault::absent, fmt::format("the case has {} revisions", latest));
    select.bind(1, a.revision > 0 ? a.revision : latest);
  }
  (void)TRY(print_rows(select, a.format));
  return {};
}

int finish(const Result<>& result) {
  return result ? exit_nothing_found : complain(result.error().message);
}

Result<> show_counts(const ShowArguments& a) {
  std::string sql;
  for (const Artefact* artefact : catalogue())
    sql += fmt::format(
        "{}SELECT id AS artefact, title, (SELECT count(*) FROM {}) AS records FROM artefact WHERE id = '{}'",
        sql.empty() ? "" : " UNION ALL ", sql_name(artefact->table->name), artefact->id);
  return show(a, sql, false);
}

}  // namespace

int findings(const ShowArguments& a) {
  return finish(show(a,
                     fmt::format("SELECT reference, severity, confidence, relation, {} AS time_utc, title, "
                                 "statement, campaigns, rule, (SELECT group_concat(o.reference, ' ') FROM "
                                 "corroboration c JOIN finding o ON o.id = c.other WHERE c.finding = "
                                 "finding.id) AS corroborated_by, (SELECT 'set aside by ' || author || "
                                 "' on ' || date || ': ' || reason FROM suppression s WHERE s.revision = "
                                 "?1 AND s.number = finding.suppression) AS set_aside "
                                 "FROM finding WHERE revision = ?1 ORDER BY id",
                                 utc),
                     true));
}

int coverage(const ShowArguments& a) {
  return finish(show(
      a,
      "SELECT coalesce(a.question, 'evidence') AS question, coalesce(a.title, c.artefact) AS what, c.status, "
      "c.records, "
      "c.skipped, c.lost_pages, c.reason, c.path FROM coverage c LEFT JOIN artefact a ON a.id = c.artefact "
      "ORDER BY 1, c.task",
      false));
}

int timeline(const ShowArguments& a) {
  std::string condition;
  for (bool first : {true, false}) {
    const std::string& text = first ? a.since : a.until;
    if (text.empty()) continue;
    auto moment = parse_zoned_time(text);
    if (!moment)
      return complain(
          fmt::format("\"{}\" is no time as ISO 8601 writes it: {}", text, moment.error().message));
    condition += fmt::format(" {} time {} {}", condition.empty() ? "WHERE" : "AND",
                             first ? ">=" : "<=", moment->nanoseconds);
  }
  return finish(show(a,
                     fmt::format("SELECT utc, event, source, record FROM timeline{} ORDER BY time, source, "
                                 "record, event",
                                 condition),
                     false));
}

int processes(const ShowArguments& a) {
  constexpr std::string_view as_utc = "strftime('%Y-%m-%d %H:%M:%S', {0} / 1000000000, 'unixepoch') AS {0}";
  return finish(show(a,
                     fmt::format("SELECT name, path, app, uuid, {}, {}, records, (SELECT group_concat(value, "
                                 "' ') FROM json_each(sources)) AS sources FROM process ORDER BY id",
                                 fmt::format(as_utc, "first_seen"), fmt::format(as_utc, "last_seen")),
                     false));
}

int device(const ShowArguments& a) {
  constexpr std::string_view as_utc = "strftime('%Y-%m-%d %H:%M:%S', {} / 1000000000, 'unixepoch')";
  auto bound = [&](std::string_view column) {  // of what has no moment of its own
    return fmt::format("iif(time IS NULL, {}, NULL)", fmt::format(as_utc, column));
  };
  return finish(
      show(a,
           fmt::format("SELECT {} AS time_utc, {} AS not_before, {} AS not_after, kind, text, clock, "
                       "stored, source, record FROM device_event ORDER BY id",
                       fmt::format(as_utc, "time"), bound("earliest"), bound("latest")),
           false));
}

int records(const ShowArguments& a) {
  if (a.artefact.empty()) return finish(show_counts(a));
  auto all = catalogue();
  auto found = std::ranges::find(all, a.artefact, &Artefact::id);
  if (found == all.end())
    return complain(fmt::format("there is no artefact {}: `bridle artefacts` lists them", a.artefact));
  std::string columns = "id, locator, state";
  for (const Column& column : (*found)->table->columns) {
    std::string quoted = sql_name(column.name);
    if (column.type == FieldType::time && a.format == Format::table)
      columns += fmt::format(", strftime('%Y-%m-%d %H:%M:%S', {0} / 1000000000, 'unixepoch') AS {0}", quoted);
    else
      columns += ", " + quoted;
  }
  return finish(
      show(a, fmt::format("SELECT {} FROM {} ORDER BY id", columns, sql_name((*found)->table->name)), false));
}

}  // namespace bridle::cli
