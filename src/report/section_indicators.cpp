#include <fmt/format.h>

#include "report/sections.h"

namespace bridle {
namespace {

constexpr std::int64_t most_files = 200;
constexpr std::int64_t most_remarks = 40;

Result<> write_files(Report& report) {
  Html& html = report.html;
  auto select =
      TRY(report.rows("SELECT name, sha256, bytes, accepted, duplicates, superseded, revoked, retyped, "
                      "not_evaluated, rejected, error "
                      "FROM indicator_file WHERE revision = ?1 ORDER BY position"));
  html.open("table class=stack")
      .headings({"File and its SHA-256", "Used", "Not used, and remarks"})
      .open("tbody");
  std::int64_t count = 0;
  while (TRY(select.step())) {
    if (++count > most_files) continue;
    html.open("tr")
        .open("td")
        .evidence(select.text(0), 160)
        .text(fmt::format(", {} ", counted(select.integer(2), "byte", "bytes")));
    html.open("span class=note").evidence(select.text(1), 64).close().close();
    html.open("td").text(counted(select.integer(3), "indicator", "indicators")).close().open("td");
    constexpr std::string_view kinds[] = {"doubles", "superseded",    "revoked",
                                          "retyped", "not evaluated", "rejected"};
    std::string remarks;
    for (int i = 0; i < 6; ++i)
      if (auto n = select.integer(4 + i); n > 0)
        remarks += fmt::format("{}{} {}", remarks.empty() ? "" : ", ", grouped(n), kinds[i]);
    html.text(remarks.empty() && select.text(10).empty() ? "–" : remarks);
    if (!select.text(10).empty()) html.text(" The file could not be used: ").text(select.text(10)).text(".");
    html.close().close();
  }
  html.close().close();
  if (count > most_files)
    html.element("p", fmt::format("… and {} more files, in manifest.json.", grouped(count - most_files)));
  return {};
}

Result<> write_remarks(Report& report, std::string_view kind, std::string_view title,
                       std::string_view meaning) {
  Html& html = report.html;
  auto select =
      TRY(report.database().prepare("SELECT indicator, pattern, reason, file FROM indicator_remark WHERE "
                                    "revision = ?1 AND kind = ?2 ORDER BY id"));
  select.bind_all(report.revision, kind);
  std::int64_t count = 0;
  while (TRY(select.step())) {
    if (count++ == 0) {
      html.element("h3", title).element("p", meaning);
      html.open("table class=stack").headings({"Pattern", "Why", "Indicator"}).open("tbody");
    }
    if (count > most_remarks) continue;
    html.open("tr").open("td").evidence(select.text(1), 200).close().element("td", select.text(2));
    html.open("td").evidence(select.text(0), 80).text(" of ").evidence(select.text(3), 80).close().close();
  }
  if (count > 0) html.close().close();
  if (count > most_remarks)
    html.element("p class=note",
                 fmt::format("{} in all; the rest stands in the table indicator_remark of case.sqlite.",
                             grouped(count)));
  return {};
}

}  // namespace

Result<> write_indicators(Report& report) {
  Html& html = report.html;
  html.open("section").element("h2", "Indicators that were compared");
  std::int64_t files = TRY(report.number("SELECT count(*) FROM indicator_file WHERE revision = ?1"));
  if (files == 0) {
    html.element(
        "p",
        "None were given. Published indicators are what most known spyware is recognised by: give some with "
        "bridle match CASE -i FILE; the phone is not needed again.");
    html.close();
    return {};
  }
  std::int64_t used = TRY(report.number("SELECT sum(accepted) FROM indicator_file WHERE revision = ?1"));
  html.element("p", fmt::format("{} from {} {} compared with the records of the case. The number says how "
                                "much was looked for, not how "
                                "much was found.",
                                counted(used, "indicator", "indicators"), counted(files, "file", "files"),
                                used == 1 ? "was" : "were"));
  TRY(write_files(report));
  TRY(write_remarks(
      report, "withdrawn", "Withdrawn since",
      "Earlier revisions of this case rest on these; their publishers, or the packs they came in, have "
      "given them up."));
  TRY(write_remarks(report, "retyped", "Retyped",
                    "Published as one kind of value and clearly another; used as the latter."));
  TRY(write_remarks(report, "not evaluated", "Not evaluated",
                    "Well formed, but of a kind that cannot be compared with this evidence yet. What they "
                    "would have met is not known."));
  TRY(write_remarks(report, "rejected", "Rejected",
                    "Not well formed. What they were meant to meet is not known."));
  html.close();
  return {};
}

}  // namespace bridle
