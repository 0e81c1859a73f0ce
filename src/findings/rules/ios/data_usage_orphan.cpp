#include <fmt/format.h>

#include <set>

#include "findings/rule.h"

namespace bridle::rule_files::ios::data_usage_orphan {

extern const Rule rule;

namespace {

constexpr std::string_view table = "ios_data_usage";

Result<std::vector<Finding>> raise(const CaseView& view) {
  if (!view.has_rows(table, {"kind", "state", "live_process_id", "live_time"})) return std::vector<Finding>{};
  // Rows that only the older state of the database holds say nothing about the present one.
  auto select =
      TRY(view.store.database().prepare("SELECT id, kind, live_process_id, live_time FROM ios_data_usage "
                                        "WHERE kind IN ('orphan', 'unattributed') AND "
                                        "coalesce(state, '') <> 'main' ORDER BY id"));
  Finding finding = finding_of(rule);
  std::set<std::int64_t> processes;
  std::int64_t orphans = 0, unattributed = 0;
  while (TRY(select.step())) {
    bool is_orphan = select.text(1) == "orphan";
    ++(is_orphan ? orphans : unattributed);
    if (is_orphan) processes.insert(select.integer(2));
    add_record(finding, table, select.integer(0), time_at(select, 3));
  }
  if (finding.records.empty()) return std::vector<Finding>{};
  if (orphans > 0) {
    std::vector<std::string> ids;
    for (std::int64_t id : processes) ids.push_back(fmt::format("{}", id));
    finding.statement = fmt::format(
        "{} traffic {} of the network usage database {} processes whose rows are gone (process ids {}).",
        orphans, orphans == 1 ? "counter" : "counters", orphans == 1 ? "names" : "name", listed(ids, 10));
  } else {
    finding.severity = Severity::low;
    finding.confidence = Confidence::low;
  }
  if (unattributed > 0)
    finding.statement += fmt::format("{}{} traffic {} no process at all.", orphans > 0 ? " " : "",
                                     unattributed, unattributed == 1 ? "counter names" : "counters name");
  return std::vector{std::move(finding)};
}

}  // namespace

extern constinit const Rule rule{
    .id = "ios.data_usage_orphan",
    .title = "Traffic of processes whose record was removed",
    .looks_at =
        "rows of ios_data_usage of kind orphan: traffic counters (ZLIVEUSAGE) that name a process id without "
        "a row in ZPROCESS; and "
        "of kind unattributed: counters without a process id",
    .severity = Severity::high,
    .confidence = Confidence::medium,
    .means =
        "Amnesty's Security Lab (2021) and Citizen Lab (2021, under the name CASCADEFAIL) found that Pegasus "
        "removed the names of its "
        "processes from ZPROCESS and left their traffic counters behind. iOS removes both together.",
    .not_shown =
        "Which process it was, what it did, or that anyone removed its row on purpose. Counters without a "
        "process id alone weigh little.",
    .innocent =
        "The database cleans itself, restores and migrations break links in it, and many such rows at once "
        "speak for that rather "
        "than for a deletion by hand.",
    .check =
        "Open the database with sqlite3: SELECT * FROM ZLIVEUSAGE WHERE ZHASPROCESS NOT IN (SELECT Z_PK FROM "
        "ZPROCESS). Compare the times "
        "with messages, crashes and reboots of the same hour.",
    .references =
        "https://www.amnesty.org/en/latest/research/2021/07/"
        "forensic-methodology-report-how-to-catch-nso-groups-pegasus/\n"
        "https://citizenlab.ca/2021/09/"
        "forcedentry-nso-group-imessage-zero-click-exploit-captured-in-the-wild/",
    .versions = "iOS 9 to 18",
    .raise = raise,
};

}  // namespace bridle::rule_files::ios::data_usage_orphan
