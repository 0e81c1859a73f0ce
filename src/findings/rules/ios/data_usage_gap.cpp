#include <fmt/format.h>

#include "findings/rule.h"

namespace bridle::rule_files::ios::data_usage_gap {

extern const Rule rule;

namespace {

constexpr std::string_view table = "ios_data_usage";

Result<std::vector<Finding>> raise(const CaseView& view) {
  if (!view.has_rows(table, {"kind", "state", "gap_first", "gap_last", "gap_count"}))
    return std::vector<Finding>{};
  auto select =
      TRY(view.store.database().prepare("SELECT id, gap_first, gap_last, gap_count FROM ios_data_usage WHERE "
                                        "kind = 'gap' AND coalesce(state, '') <> 'main' ORDER BY id"));
  Finding finding = finding_of(rule);
  std::vector<std::string> gaps;
  double missing = 0;  // of several files, whose numbers nobody vouches for
  while (TRY(select.step())) {
    std::int64_t first = select.integer(1), last = select.integer(2);
    gaps.push_back(first == last ? fmt::format("{}", first) : fmt::format("{} to {}", first, last));
    missing += select.real(3);
    add_record(finding, table, select.integer(0));
  }
  if (gaps.empty()) return std::vector<Finding>{};
  finding.statement = fmt::format("{:.0f} process {} missing from the network usage databases ({}).", missing,
                                  missing == 1 ? "id is" : "ids are", listed(gaps, 10));
  return std::vector{std::move(finding)};
}

}  // namespace

extern constinit const Rule rule{
    .id = "ios.data_usage_gap",
    .title = "Gaps among the process ids of the network usage database",
    .looks_at =
        "rows of ios_data_usage of kind gap: ids of ZPROCESS that were given once and have no row, those "
        "after the last row included "
        "(Z_PRIMARYKEY)",
    .severity = Severity::low,
    .confidence = Confidence::low,
    .means =
        "Ids rise by one and are never given again, so a missing one was a process whose row was deleted. "
        "Spyware has deleted its rows "
        "(Amnesty 2021). It is context for other findings of the same time, and little by itself.",
    .not_shown = "Who deleted the rows, when, or what they held. A gap has no time of its own.",
    .innocent =
        "iOS deletes rows of removed apps and of processes without traffic. Nearly every phone has gaps; "
        "netusage.sqlite has many.",
    .check =
        "Open the database with sqlite3: SELECT Z_PK, ZPROCNAME, ZFIRSTTIMESTAMP FROM ZPROCESS ORDER BY "
        "Z_PK, and look at the times of the "
        "rows before and after a gap.",
    .references =
        "https://www.amnesty.org/en/latest/research/2021/07/"
        "forensic-methodology-report-how-to-catch-nso-groups-pegasus/",
    .versions = "iOS 9 to 18",
    .raise = raise,
};

}  // namespace bridle::rule_files::ios::data_usage_gap
