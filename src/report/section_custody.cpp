#include <fmt/format.h>

#include "base/time.h"
#include "findings/custody_sources.h"
#include "findings/custody_window.h"
#include "report/sections.h"

namespace bridle {
namespace {

std::string moment_or_dash(const Statement& row, int column) {
  return row.is_null(column) ? std::string("—") : to_iso8601(Time{row.integer(column)});
}

Result<> write_kinds(Report& report, std::int64_t number) {
  Html& html = report.html;
  html.open("table class=stack").element("caption", "What was recorded in that time");
  html.headings({"Kind", "Certainly", "Perhaps"}).open("tbody");
  for (const CustodyKind& kind : custody_kinds()) {
    auto select = TRY(report.rows(
        "SELECT coalesce(sum(inside), 0), coalesce(sum(perhaps), 0) FROM custody_source WHERE revision = ?1 "
        "AND window = ?2 AND kind = ?3"));
    select.bind(2, number).bind(3, kind.name);
    (void)TRY(select.step());
    html.open("tr").element("td", kind.many);
    for (int at : {0, 1}) html.element("td", grouped(select.integer(at)));
    html.close();
  }
  html.close().close();
  return {};
}

// How far each source speaks of the window: where its moments begin and end, and what has none.
Result<> write_sources(Report& report, std::int64_t number, const CustodyWindow& window) {
  Html& html = report.html;
  auto select = TRY(report.rows(
      "SELECT (SELECT title FROM artefact WHERE table_name = source), source, event, sum(inside), "
      "sum(perhaps), sum(untimed), min(earliest), max(latest) FROM custody_source WHERE revision = ?1 AND "
      "window = ?2 AND column_name <> '' GROUP BY source, column_name ORDER BY source, min(position)"));
  select.bind(2, number);
  html.open("table class=stack").element("caption", "How far each source speaks of that time");
  html.headings({"Source", "Moment", "In it", "Perhaps", "Without time", "Earliest", "Latest", "Remark"})
      .open("tbody");
  while (TRY(select.step())) {
    html.open("tr").element("td", fmt::format("{} ({})", select.text(0), select.text(1)));
    std::string event(select.text(2));
    for (char& c : event)
      if (c == '_') c = ' ';
    html.element("td", event);
    for (int at : {3, 4, 5}) html.element("td", grouped(select.integer(at)));
    for (int at : {6, 7}) html.element("td", moment_or_dash(select, at));
    std::string_view remark =
        select.is_null(6)                               ? "tells no moment at all"
        : select.integer(6) > window.ends.nanoseconds   ? "begins only after that time: silent about it"
        : select.integer(6) > window.begins.nanoseconds ? "begins within that time"
        : select.integer(7) < window.begins.nanoseconds ? "ends before that time: silent about it"
                                                        : "";
    html.element("td", remark).close();
  }
  html.close().close();
  return {};
}

Result<> write_silent(Report& report, std::int64_t number) {
  Html& html = report.html;
  auto select = TRY(report.rows(
      "SELECT (SELECT title FROM artefact WHERE table_name = source), source, untimed FROM custody_source "
      "WHERE revision = ?1 AND window = ?2 AND column_name = '' ORDER BY position"));
  select.bind(2, number);
  std::string text;
  while (TRY(select.step()))
    text += fmt::format("{}{} ({})", text.empty() ? "" : "; ", select.text(0),
                        counted(select.integer(2), "record", "records"));
  if (text.empty()) return {};
  html.element(
      "p",
      "These have records that are not on the timeline, for their source keeps no moment of a change: "
      "whether any of them changed in that time, this evidence cannot tell. " +
          text + ".");
  return {};
}

}  // namespace

Result<> write_custody(Report& report) {
  auto windows = TRY(custody_windows(report.store, report.revision));
  if (windows.empty()) return {};
  Html& html = report.html;
  html.open("section").element("h2", "While the phone was out of its owner's hands");
  html.element("p",
               "The times are those that the examiner was given; the moments are those of the phone's own "
               "clock, which whoever held the phone could set. \"Perhaps\" counts records that store only a "
               "span which meets that time, or a wall clock whose zone is not known. A state keeps only its "
               "last change: what was changed then and again later shows the later moment.");
  std::int64_t number = 0;
  for (const CustodyWindow& window : windows) {
    ++number;
    html.element("h3", fmt::format("Window {}: {}", number, in_words(window)));
    html.open("p class=note").text("Given as ").evidence(window.given, 120).text(".").close();
    TRY(write_kinds(report, number));
    TRY(write_sources(report, number, window));
    TRY(write_silent(report, number));
    html.element("p class=note",
                 fmt::format("bridle timeline CASE --from {} --to {} lists every event of it.",
                             to_iso8601(window.begins), to_iso8601(window.ends)));
  }
  html.close();
  return {};
}

}  // namespace bridle
