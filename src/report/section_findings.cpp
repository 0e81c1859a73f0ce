#include <fmt/format.h>

#include <set>

#include "base/time.h"
#include "findings/rule.h"
#include "report/finding_records.h"
#include "report/sections.h"

namespace bridle {
namespace {

// Beyond these a reader turns to `bridle findings`; the totals stay exact.
constexpr std::int64_t most_cards = 500;
constexpr std::int64_t cards_with_many_records = 60;
constexpr std::size_t most_bytes_of_cards = 3'000'000;
constexpr std::int64_t most_table_rows = 3000;

constexpr std::string_view select_findings =
    "SELECT id, reference, rule, title, severity, confidence, relation, time, clock, statement, not_shown, "
    "innocent, campaigns, tlp, "
    "(SELECT count(*) FROM (SELECT 1 FROM finding_record WHERE finding = f.id GROUP BY source, record)), "
    "(SELECT group_concat(value, '; ') FROM json_each(CASE WHEN json_valid(campaigns) THEN campaigns ELSE "
    "'[]' END)), "
    "(SELECT group_concat(reference, ', ') FROM (SELECT o.reference FROM corroboration c JOIN finding o ON "
    "o.id = c.other WHERE c.finding = f.id ORDER BY o.id)) "
    "FROM finding f WHERE revision = ?1 AND suppression IS NULL ORDER BY id";

constexpr std::string_view select_aside =
    "SELECT f.reference, f.severity, f.confidence, f.statement, s.reason, s.author, s.date, s.rule, "
    "s.indicator, s.scope, s.place FROM finding f JOIN suppression s ON s.revision = f.revision AND s.number "
    "= f.suppression WHERE f.revision = ?1 ORDER BY f.id";
constexpr std::string_view select_idle =
    "SELECT rule, indicator, scope, place, reason, author, date FROM suppression s WHERE revision = ?1 AND "
    "NOT "
    "EXISTS(SELECT 1 FROM finding f WHERE f.revision = s.revision AND f.suppression = s.number) ORDER BY "
    "number";
constexpr std::int64_t most_aside = 300;

Markup card_tag(std::string_view severity, bool many_records) {
  if (many_records) {
    if (severity == "critical") return "article class='finding critical long'";
    if (severity == "high") return "article class='finding high long'";
    if (severity == "medium") return "article class='finding medium long'";
    return "article class='finding long'";
  }
  if (severity == "critical") return "article class='finding critical'";
  if (severity == "high") return "article class='finding high'";
  if (severity == "medium") return "article class='finding medium'";
  return "article class=finding";
}

Markup severity_tag(std::string_view severity) {
  if (severity == "critical") return "span class=critical";
  if (severity == "high") return "span class=high";
  if (severity == "medium") return "span class=medium";
  if (severity == "informational") return "span class=informational";
  return "span";
}

std::string relation_in_words(std::string_view relation) {
  if (relation.empty()) return {};
  return fmt::format("relation: {}", relation);
}

std::string when(const Statement& row) {
  if (row.is_null(7)) return "no time is recorded";
  std::string clock(row.text(8));
  return fmt::format("{} ({})", to_iso8601(Time{row.integer(7)}), clock.empty() ? "clock not known" : clock);
}

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  return result;
}

void write_grades(Html& html, const Statement& row) {
  html.open("p class='meta grades'")
      .element(severity_tag(row.text(4)), fmt::format("severity: {}", row.text(4)));
  html.element("span", fmt::format("confidence: {}", row.text(5)));
  if (auto relation = relation_in_words(row.text(6)); !relation.empty()) html.element("span", relation);
  if (!row.text(13).empty()) html.element("span", "TLP:" + upper(row.text(13)));
  html.close();
}

std::string one_line(std::string_view lines) {
  std::string text(lines);
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2)
    text.replace(at, 1, ", ");
  return text;
}

Result<> write_card(Report& report, const Statement& row, std::int64_t number, bool first_of_rule) {
  Html& html = report.html;
  std::int64_t records = row.integer(14), shown = number <= cards_with_many_records ? 10 : 2;
  const Rule* rule = find_rule(row.text(2));
  html.open(card_tag(row.text(4), records > 1));
  write_grades(html, row);
  html.element("h3", fmt::format("{}. {}", number, row.text(3)));
  html.element("p class=statement dir=ltr", row.text(9));
  html.open("dl class=told").entry("When", when(row));
  if (!row.text(15).empty()) html.evidence_entry("Published as part of", row.text(15), 1000);
  if (!row.text(10).empty()) html.entry("What it does not show", row.text(10));
  if (!row.text(11).empty()) html.entry("Innocent explanations", row.text(11));
  if (!row.text(16).empty())
    html.entry("Made surer by",
               fmt::format("{}: findings of the same campaign, from other files of the evidence, within 24 "
                           "hours. That raises confidence one step, at most to high.",
                           row.text(16)));
  if (rule) html.entry("How to check by hand", rule->check);
  if (rule && first_of_rule) html.entry("Why it matters", rule->means);
  html.entry("Rule",
             rule ? fmt::format("{}, for {}", row.text(2), rule->versions) : std::string(row.text(2)));
  if (rule && number <= cards_with_many_records)
    html.entry("Published work behind the rule", one_line(rule->references));
  html.entry("Name of this finding",
             fmt::format("{}, the same for everyone who examines the same evidence", row.text(1)));
  html.close();
  TRY(write_finding_records(report, row.integer(0), shown));
  html.close();
  return {};
}

void write_table_row(Html& html, const Statement& row, std::int64_t number) {
  html.open("tr")
      .element("td class=n", grouped(number))
      .element("td", row.text(4))
      .element("td", row.text(5));
  html.open("td").evidence(row.text(9), 240).close();
  html.element("td class=when", row.is_null(7) ? std::string() : to_iso8601(Time{row.integer(7)}))
      .element("td", row.text(1))
      .close();
}

std::string target_of(std::string_view rule, std::string_view indicator, std::string_view scope,
                      std::string_view place) {
  return fmt::format("{} {}, scope: {}{}{}", rule.empty() ? "indicator" : "rule",
                     rule.empty() ? indicator : rule, scope, place.empty() ? "" : " ", place);
}

// What an examiner set aside: in the open, with the reason, so that a reader can disagree.
Result<> write_aside(Report& report) {
  Html& html = report.html;
  if (TRY(report.number("SELECT count(*) FROM suppression WHERE revision = ?1")) == 0) return {};
  html.open("section").element("h2", fmt::format("Set aside ({})", grouped(report.verdict.suppressed)));
  html.element(
      "p",
      "An examiner asked that these findings be set aside, and gave the reasons. They stay in the case "
      "and do not count for the statement at the top. Whoever reads this may judge otherwise.");
  auto select = TRY(report.rows(select_aside));
  std::int64_t count = 0;
  while (TRY(select.step())) {
    if (++count > most_aside) continue;
    if (count == 1)
      html.open("table class=stack")
          .headings({"Severity, confidence", "Statement", "Why, by whom, when", "By", "Finding"})
          .open("tbody");
    html.open("tr").element("td", fmt::format("{}, {}", select.text(1), select.text(2)));
    html.open("td").evidence(select.text(3), 1000).close();
    html.open("td").evidence(select.text(4), 2000).text(" ").evidence(select.text(5), 200);
    html.text(fmt::format(", {}", select.text(6))).close();
    html.open("td")
        .evidence(target_of(select.text(7), select.text(8), select.text(9), select.text(10)), 400)
        .close();
    html.element("td", select.text(0)).close();
  }
  if (count > 0) html.close().close();
  if (count > most_aside)
    html.element("p", fmt::format("… and {} more: bridle findings CASE", grouped(count - most_aside)));
  auto idle = TRY(report.rows(select_idle));
  std::int64_t unused = 0;
  while (TRY(idle.step())) {
    if (unused++ == 0) html.element("p", "These suppressions were given and set nothing aside:").open("ul");
    if (unused > most_aside) continue;
    html.open("li")
        .evidence(target_of(idle.text(0), idle.text(1), idle.text(2), idle.text(3)), 400)
        .text(": ")
        .evidence(idle.text(4), 300)
        .close();
  }
  if (unused > 0) html.close();
  html.close();
  return {};
}

}  // namespace

Result<> write_findings(Report& report) {
  Html& html = report.html;
  std::int64_t all =
      TRY(report.number("SELECT count(*) FROM finding WHERE revision = ?1 AND suppression IS NULL"));
  html.open("section").element("h2", fmt::format("Findings ({})", grouped(all)));
  if (all == 0) {
    html.element("p",
                 "There are none. What that is worth depends on what could be read: see the two statements "
                 "at the top.");
    html.close();
    return write_aside(report);
  }
  html.element("p",
               "The gravest first. Severity says how much it would matter if it is what it looks like; "
               "confidence says how sure it "
               "is that it is. They are told apart because a grave thing can be doubtful.");
  auto select = TRY(report.rows(select_findings));
  std::int64_t number = 0, in_table = 0;
  std::set<std::string> told;  // rules whose reasons stand in an earlier card already
  std::size_t before = html.size();
  while (TRY(select.step())) {
    ++number;
    if (in_table == 0 && number <= most_cards && html.size() - before < most_bytes_of_cards) {
      TRY(write_card(report, select, number, told.emplace(select.text(2)).second));
      continue;
    }
    if (in_table++ == 0) {
      html.element("h3", fmt::format("The other {} findings in short", grouped(all - number + 1)));
      html.open("table class=stack")
          .headings({"No.", "Severity", "Confidence", "Statement", "When", "Finding"})
          .open("tbody");
    }
    if (in_table <= most_table_rows) write_table_row(html, select, number);
  }
  if (in_table > 0) html.close().close();
  if (in_table > most_table_rows)
    html.element("p",
                 fmt::format("… and {} more: bridle findings CASE", grouped(in_table - most_table_rows)));
  html.close();
  return write_aside(report);
}

}  // namespace bridle
