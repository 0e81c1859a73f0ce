#include <fmt/format.h>
#include <fmt/ranges.h>

#include "records/artefact.h"
#include "report/sections.h"

namespace bridle {
namespace {

constexpr std::int64_t most_files_per_trace = 6;
constexpr std::int64_t most_skips = 60;

std::string_view status_in_words(std::string_view status) {
  if (status == "complete") return "● read";
  if (status == "partial") return "◐ read in part";
  if (status == "failed") return "✕ could not be read";
  if (status == "unsupported") return "✕ not supported";
  if (status == "absent") return "○ not there";
  if (status == "missing") return "▲ missing";
  if (status == "not_held") return "– not held by such evidence";
  return status;
}

std::string_view question_in_words(std::string_view question) {
  if (question == "device") return "The device itself";
  if (question == "files") return "Which files are there";
  if (question == "messages") return "Messages and attachments";
  if (question == "browsing") return "Browsing";
  if (question == "processes") return "Programs that ran";
  if (question == "permissions") return "Permissions of apps";
  if (question == "configuration") return "Settings and profiles";
  if (question == "contacts") return "Contacts";
  if (question == "calendar") return "Calendar";
  if (question.empty()) return "The evidence as a whole";
  return question;
}

std::string_view title_in_words(std::string_view title) {
  if (title == "evidence.backup") return "The backup's own description";
  if (title == "evidence.dump") return "The dump and how it was opened";
  if (title == "evidence.index") return "The evidence's list of files";
  if (title == "evidence.files") return "The files of the evidence";
  return title;
}

void write_row(Html& html, const Statement& row) {
  std::string_view status = row.text(3);
  html.open("tr").open("td").text(title_in_words(row.text(1)));
  bool is_there = status != "absent" && status != "missing" && status != "not_held";
  if (!row.text(2).empty() && is_there)
    html.text(" ").open("span class=note").evidence(row.text(2), 160).close();
  html.close();
  status == "complete" ? html.open("td class=status") : html.open("td class=notread");
  html.text(status_in_words(status)).close();
  html.open("td class='n c-records'").text(is_there ? grouped(row.integer(4)) : "").close();
  html.open("td class='n c-skipped'").text(row.integer(5) > 0 ? grouped(row.integer(5)) : "").close();
  html.open("td").text(row.text(6));
  if (row.integer(7) > 0)
    html.text(fmt::format(" {} of the file could not be used.",
                          counted(row.integer(7), "damaged page", "damaged pages")));
  if (!row.text(8).empty()) html.open("p class=note").text("Noted: ").text(row.text(8)).text(".").close();
  html.close().close();
}

Result<> write_skips(Report& report) {
  Html& html = report.html;
  std::int64_t all = TRY(report.number("SELECT count(*) FROM skip"));
  if (all == 0) return {};
  html.element("h3", fmt::format("Records that could not be read ({})", grouped(all)));
  html.element("p", "Each is named with its place and the reason; what stands in it is not known.");
  html.open("table class=stack").headings({"Trace", "How many", "Why", "First place"}).open("tbody");
  auto select =
      TRY(report.rows("SELECT coalesce(a.title, c.artefact, 'index of the evidence'), count(*), s.reason, "
                      "min(s.id), s.locator FROM skip s "
                      "LEFT JOIN coverage c ON c.task = s.task LEFT JOIN artefact a ON a.id = c.artefact "
                      "GROUP BY s.task, s.reason ORDER BY min(s.id)"));
  std::int64_t shown = 0, rest = 0;
  while (TRY(select.step())) {
    if (++shown > most_skips) {
      rest += select.integer(1);
      continue;
    }
    html.open("tr")
        .element("td", select.text(0))
        .element("td class=n", grouped(select.integer(1)))
        .element("td", select.text(2));
    html.open("td").evidence(select.text(4), 160).close().close();
  }
  html.close().close();
  if (rest > 0)
    html.element("p", fmt::format("… and {} more, in the table skip of case.sqlite.", grouped(rest)));
  return {};
}

// How far the sources about running programs agree is for `bridle processes`; here only that they were
// asked. A case of an earlier version has no such table.
Result<> write_programs(Report& report) {
  if (TRY(report.number("SELECT count(*) FROM sqlite_schema WHERE name = 'process_source'")) == 0) return {};
  std::int64_t programs = TRY(report.number("SELECT count(*) FROM process"));
  if (programs == 0) return {};
  std::int64_t sources = TRY(report.number("SELECT count(DISTINCT source) FROM process_source"));
  report.html.element(
      "p", fmt::format("{} running, by {}: bridle processes CASE lists them with the times of first and last "
                       "sight.",
                       counted(programs, "different program was seen", "different programs were seen"),
                       counted(sources, "trace", "traces")));
  return {};
}

}  // namespace

Result<> write_coverage(Report& report) {
  Html& html = report.html;
  html.open("section").element("h2", "What was read, and what was not");
  TraceCounts t = TRY(count_traces(report));
  std::string counts = fmt::format(
      "{} looked for: {} read to the end, {} in part, {} not in this evidence, {} there but not readable.",
      counted(t.all, "kind of trace was", "kinds of trace were"), grouped(t.whole), grouped(t.in_part),
      grouped(t.absent), grouped(t.unread));
  if (t.not_held > 0)
    counts += fmt::format(
        " {} more cannot lie in evidence of this kind, whatever the phone went through: other evidence of "
        "the "
        "phone would be needed to see them.",
        counted(t.not_held, "kind", "kinds"));
  html.element("p", counts);
  html.open("table class=stack")
      .headings({"Trace", "Status", "Records", "Skipped", "Why, and what that means"})
      .open("tbody");
  auto select = TRY(report.rows(
      "SELECT coalesce(a.question, ''), coalesce(a.title, c.artefact), c.path, "
      "iif(c.status = 'absent' AND a.presence = 'always', 'missing', c.status), c.records, "
      "c.skipped, c.reason, c.lost_pages, "
      "(SELECT group_concat(value, '; ') FROM json_each(CASE WHEN json_valid(c.notes) THEN c.notes ELSE '[]' "
      "END)), "
      "row_number() OVER (PARTITION BY c.artefact ORDER BY c.status = 'complete', c.task) AS place, "
      "count(*) OVER (PARTITION BY c.artefact) FROM coverage c LEFT JOIN artefact a ON a.id = c.artefact "
      "ORDER BY instr(?2, coalesce(a.question, '')), a.question, min(c.task) OVER (PARTITION BY c.artefact), "
      "place"));
  std::string order = fmt::format("{}", fmt::join(question_names, " "));
  select.bind(2, std::string_view(order));
  std::string question = "-";
  while (TRY(select.step())) {
    if (question != select.text(0)) {
      question = select.text(0);
      html.open("tr").element("th colspan=5 scope=rowgroup", question_in_words(question)).close();
    }
    std::int64_t place = select.integer(9), files = select.integer(10);
    if (place <= most_files_per_trace)
      write_row(html, select);
    else if (place == files)
      html.open("tr")
          .element("td colspan=5 class=note",
                   fmt::format("… and {} of this trace: bridle coverage CASE",
                               counted(files - most_files_per_trace, "more file", "more files")))
          .close();
  }
  html.close().close();
  TRY(write_programs(report));
  TRY(write_skips(report));
  html.close();
  return {};
}

}  // namespace bridle
