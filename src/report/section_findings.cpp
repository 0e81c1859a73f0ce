#include <fmt/format.h>

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
    "(SELECT count(*) FROM finding_record WHERE finding = f.id), "
    "(SELECT group_concat(value, '; ') FROM json_each(CASE WHEN json_valid(campaigns) THEN campaigns ELSE "
    "'[]' END)) "
    "FROM finding f WHERE revision = ?1 ORDER BY id";

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

Result<> write_card(Report& report, const Statement& row, std::int64_t number) {
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
  if (rule) html.entry("How to check by hand", rule->check);
  if (rule && number <= cards_with_many_records) html.entry("Why it matters", rule->means);
  html.entry("Rule",
             rule ? fmt::format("{}, for {}", row.text(2), rule->versions) : std::string(row.text(2)));
  html.entry("Reference",
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

}  // namespace

Result<> write_findings(Report& report) {
  Html& html = report.html;
  std::int64_t all = TRY(report.number("SELECT count(*) FROM finding WHERE revision = ?1"));
  html.open("section").element("h2", fmt::format("Findings ({})", grouped(all)));
  if (all == 0) {
    html.element("p",
                 "There are none. What that is worth depends on what could be read: see the two statements "
                 "at the top.");
    html.close();
    return {};
  }
  html.element("p",
               "The gravest first. Severity says how much it would matter if it is what it looks like; "
               "confidence says how sure it "
               "is that it is. They are told apart because a grave thing can be doubtful.");
  auto select = TRY(report.rows(select_findings));
  std::int64_t number = 0, in_table = 0;
  std::size_t before = html.size();
  while (TRY(select.step())) {
    ++number;
    if (in_table == 0 && number <= most_cards && html.size() - before < most_bytes_of_cards) {
      TRY(write_card(report, select, number));
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
  return {};
}

}  // namespace bridle
