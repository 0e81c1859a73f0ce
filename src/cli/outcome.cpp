#include "cli/outcome.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json.h"
#include "base/time.h"
#include "cases/rows_as_json.h"
#include "cli/rows.h"
#include "findings/custody_window.h"

namespace bridle::cli {
namespace {

std::string plural(std::int64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string headline(const Verdict& verdict) {
  std::string finding =
      verdict.finding ? fmt::format("findings up to severity {}", name(*verdict.finding)) : "no findings";
  std::string aside = verdict.suppressed == 0
                          ? std::string()
                          : fmt::format(" ({} set aside)", plural(verdict.suppressed, "more is", "more are"));
  return fmt::format("Result: {}{}; coverage {}.\n", finding, aside, name(verdict.coverage));
}

std::string meaning(const Verdict& verdict) {
  if (verdict.finding && *verdict.finding >= Severity::medium)
    return "A finding is something to look at, with its innocent explanations beside it. It is not proof "
           "that the phone was taken over.\n";
  if (verdict.coverage == CoverageLevel::insufficient)
    return "So little could be read that this result says almost nothing about the phone.\n";
  return "Nothing was found that needs action, in what could be read and with the indicators that were "
         "given. That is not proof that the "
         "phone was never a target: traces fade, and not every spyware is known.\n";
}

Result<std::string> coverage_lines(const CaseStore& store) {
  std::string text = "\nWhat was read:\n";
  auto select = TRY(store.database().prepare(
      "SELECT a.question, count(DISTINCT CASE WHEN c.status <> 'not_held' THEN a.id END), "
      "count(DISTINCT CASE WHEN c.status = 'not_held' THEN a.id END), "
      "count(DISTINCT CASE WHEN c.status = 'absent' THEN a.id END), "
      "count(DISTINCT CASE WHEN c.status IN ('partial', 'failed', 'unsupported') THEN a.id END), "
      "sum(c.records) "
      "FROM artefact a JOIN coverage c ON c.artefact = a.id GROUP BY a.question ORDER BY a.question"));
  while (TRY(select.step())) {
    std::string line =
        fmt::format("  {:<14} {} of {} {} read", select.text(0), select.integer(1) - select.integer(3),
                    select.integer(1), select.integer(1) == 1 ? "trace" : "traces");
    if (select.integer(4) > 0) line += fmt::format(", {} not wholly", select.integer(4));
    if (select.integer(3) > 0) line += fmt::format(", {} not in the evidence", select.integer(3));
    if (select.integer(2) > 0) line += fmt::format(", {} that no such evidence holds", select.integer(2));
    text += fmt::format("{}; {}\n", line, plural(select.integer(5), "record", "records"));
  }
  return text;
}

Result<std::string> finding_lines(const CaseStore& store, std::int64_t revision) {
  constexpr std::int64_t most = 20;
  auto select =
      TRY(store.database().prepare("SELECT severity, confidence, statement, campaigns, rule, reference FROM "
                                   "finding WHERE revision = ? AND suppression IS NULL ORDER BY id"));
  select.bind(1, revision);
  std::string text;
  std::int64_t count = 0;
  while (TRY(select.step())) {
    if (++count > most) continue;
    text += fmt::format("  [{}, confidence {}] {}\n      rule {}, finding {}\n", select.text(0),
                        select.text(1), for_terminal(select.text(2)), select.text(4), select.text(5));
  }
  if (count == 0) return std::string("\nFindings: none.\n");
  if (count > most) text += fmt::format("  … and {} more: `bridle findings CASE`\n", count - most);
  return fmt::format("\nFindings ({}):\n{}", count, text);
}

Result<std::string> suppressed_lines(const CaseStore& store, std::int64_t revision) {
  constexpr std::int64_t most = 20;
  auto select = TRY(store.database().prepare(
      "SELECT f.severity, f.statement, f.reference, s.reason, s.author, s.date FROM finding f JOIN "
      "suppression s ON s.revision = f.revision AND s.number = f.suppression WHERE f.revision = ? "
      "ORDER BY f.id"));
  select.bind(1, revision);
  std::string text;
  std::int64_t count = 0;
  while (TRY(select.step()))
    if (++count <= most)
      text += fmt::format("  [{}] {}\n      finding {}; set aside by {} on {}: {}\n", select.text(0),
                          for_terminal(select.text(1)), select.text(2), for_terminal(select.text(4)),
                          select.text(5), for_terminal(select.text(3)));
  if (count == 0) return std::string();
  if (count > most) text += fmt::format("  … and {} more: `bridle findings CASE`\n", count - most);
  return fmt::format("\nSet aside, not counted ({}):\n{}", count, text);
}

std::string time_text(const Statement& row, int column) {
  return row.is_null(column) ? "" : to_iso8601(Time{row.integer(column)});
}

Result<> json_finding(const Database& database, JsonWriter& json, const Statement& row) {
  json.object().member("reference", row.text(1)).member("rule", row.text(2)).member("title", row.text(3));
  json.member("severity", row.text(4)).member("confidence", row.text(5)).member("relation", row.text(6));
  json.member("time", time_text(row, 7))
      .member("statement", row.text(8))
      .member("does_not_show", row.text(9));
  json.member("innocent_explanations", row.text(10))
      .key("campaigns")
      .raw(row.text(11))
      .member("tlp", row.text(12));
  json.key("corroborated_by").array();
  auto others = TRY(database.prepare(
      "SELECT o.reference FROM corroboration c JOIN finding o ON o.id = c.other WHERE c.finding = ? "
      "ORDER BY o.id"));
  others.bind(1, row.integer(0));
  while (TRY(others.step())) json.value(others.text(0));
  json.end().key("set_aside");
  row.is_null(13) ? (void)json.null() : (void)json.value(row.integer(13));
  json.key("records");
  TRY(rows_as_json(database, json,
                   "SELECT source AS 'table', record AS id FROM finding_record WHERE finding = ?1 "
                   "GROUP BY source, record ORDER BY min(position)",
                   row.integer(0)));
  json.end();
  return {};
}

Result<> json_findings(const Database& database, JsonWriter& json, std::int64_t revision) {
  auto select = TRY(database.prepare(
      "SELECT id, reference, rule, title, severity, confidence, relation, time, statement, not_shown, "
      "innocent, campaigns, tlp, suppression "
      "FROM finding WHERE revision = ?1 ORDER BY id"));
  select.bind(1, revision);
  json.array();
  while (TRY(select.step())) TRY(json_finding(database, json, select));
  json.end();
  return {};
}

Result<> json_custody(const CaseStore& store, JsonWriter& json, std::int64_t revision) {
  json.array();
  std::int64_t number = 0;
  for (const CustodyWindow& window : TRY(custody_windows(store, revision))) {
    auto rows = [&](std::string_view columns, std::string_view condition) {
      return rows_as_json(
          store.database(), json,
          fmt::format("SELECT {} FROM custody_source WHERE revision = ?1 AND window = {} AND {}", columns,
                      number, condition),
          revision);
    };
    json.object().member("number", ++number).member("given", window.given);
    json.member("from", to_iso8601(window.begins)).member("to", to_iso8601(window.ends)).key("kinds");
    TRY(rows("kind, sum(inside) AS inside, sum(perhaps) AS perhaps",
             "kind <> '' GROUP BY kind HAVING sum(inside) + sum(perhaps) > 0 ORDER BY kind"));
    json.key("sources");
    TRY(rows("source, column_name AS 'column', event, kind, inside, perhaps, untimed, earliest, latest",
             "column_name <> '' ORDER BY position"));
    json.key("without_times");
    TRY(rows("source, untimed AS records", "column_name = '' ORDER BY position"));
    json.end();
  }
  json.end();
  return {};
}

}  // namespace

Result<std::string> verdict_json(const CaseStore& store, std::int64_t revision, const std::string& seal) {
  Verdict verdict = TRY(verdict_of(store, revision));
  JsonWriter json;
  json.object()
      .member("format", "bridle verdict 1")
      .member("finding", finding_level(verdict))
      .member("coverage", name(verdict.coverage));
  json.member("set_aside", verdict.suppressed).key("coverage_limits").array();
  for (const std::string& limit : verdict.limits) json.value(limit);
  json.end();
  const Database& database = store.database();
  json.key("device");
  TRY(pairs_as_json(database, json, "SELECT key, value FROM device ORDER BY key"));
  json.key("evidence");
  TRY(pairs_as_json(database, json, "SELECT key, value FROM examination ORDER BY key"));
  json.key("artefacts");
  TRY(rows_as_json(database, json,
                   "SELECT artefact AS id, status, records, skipped, lost_pages, path, reason, events "
                   "FROM coverage ORDER BY task"));
  json.key("events").value(TRY(database.number("SELECT sum(events) FROM coverage")));
  json.key("indicators");
  TRY(rows_as_json(
      database, json,
      "SELECT name AS file, sha256, accepted, duplicates, retyped, not_evaluated, rejected, error "
      "FROM indicator_file WHERE revision = ?1 ORDER BY position",
      revision));
  json.key("suppressions");
  TRY(rows_as_json(database, json,
                   "SELECT number, rule, indicator, scope, place, reason, author, date, file, sha256 "
                   "FROM suppression WHERE revision = ?1 ORDER BY number",
                   revision));
  json.key("custody");
  TRY(json_custody(store, json, revision));
  json.key("findings");
  TRY(json_findings(database, json, revision));
  json.member("revision", revision).member("seal", seal).end();
  return json.take();
}

Result<std::string> summary(const CaseStore& store, std::int64_t revision, const std::string& seal) {
  Verdict verdict = TRY(verdict_of(store, revision));
  std::string text = headline(verdict) + meaning(verdict);
  text += TRY(coverage_lines(store));
  for (const std::string& limit : verdict.limits) text += fmt::format("  Limit: {}.\n", for_terminal(limit));
  auto not_evaluated = TRY(store.database().number(
      fmt::format("SELECT sum(not_evaluated + rejected) FROM indicator_file WHERE revision = {}", revision)));
  auto files = TRY(store.database().number(
      fmt::format("SELECT count(*) FROM indicator_file WHERE revision = {}", revision)));
  if (files == 0) text += "  Limit: no indicators were given; only rules that need none were applied.\n";
  if (not_evaluated > 0)
    text += fmt::format("  Limit: {} could not be used; the report lists them.\n",
                        plural(not_evaluated, "published pattern", "published patterns"));
  text += TRY(finding_lines(store, revision));
  text += TRY(suppressed_lines(store, revision));
  text += fmt::format("\nReport: {}\nSeal:   {}\n", case_report_path(store.folder()), seal);
  return text;
}

int exit_code(const Verdict& verdict, const std::string& fail_on) {
  auto threshold =
      static_cast<Severity>(std::ranges::find(severity_names, fail_on) - std::begin(severity_names));
  if (verdict.finding && *verdict.finding >= threshold) return exit_findings;
  return verdict.coverage == CoverageLevel::complete ? exit_nothing_found : exit_not_all_read;
}

}  // namespace bridle::cli
