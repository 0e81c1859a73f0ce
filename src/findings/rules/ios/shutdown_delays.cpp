#include <fmt/format.h>

#include <algorithm>

#include "findings/rule.h"

namespace bridle::rule_files::ios::shutdown_delays {

extern const Rule rule;

namespace {

constexpr std::string_view table = "ios_shutdown_log";

Result<std::vector<Finding>> raise(const CaseView& view) {
  if (!view.has_rows(table, {"kind", "notices", "time"})) return std::vector<Finding>{};
  auto select = TRY(view.store.database().prepare(
      "SELECT id, notices, time FROM ios_shutdown_log WHERE kind = 'shutdown' AND notices > 3 ORDER BY id"));
  Finding finding = finding_of(rule);
  std::int64_t most = 0;
  while (TRY(select.step())) {
    add_record(finding, table, select.integer(0), time_at(select, 2));
    most = std::max(most, select.integer(1));
  }
  if (finding.records.empty()) return std::vector<Finding>{};
  finding.statement = fmt::format("{} waited more than three times for programs to end, up to {} times.",
                                  finding.records.size() == 1
                                      ? std::string("A shutdown of the phone")
                                      : fmt::format("{} shutdowns of the phone", finding.records.size()),
                                  most);
  return std::vector{std::move(finding)};
}

}  // namespace

extern constinit const Rule rule{
    .id = "ios.shutdown_delays",
    .title = "Shutdown that was delayed again and again",
    .looks_at =
        "shutdowns in ios_shutdown_log with more than three notices of waiting programs; one finding for "
        "all",
    .severity = Severity::low,
    .confidence = Confidence::low,
    .means =
        "Kaspersky (2024) found more than three such notices before one shutdown on phones with Pegasus.",
    .not_shown = "Which program was to blame, or that any was harmful.",
    .innocent = "A full disk, an update, a hanging app and many other things delay a shutdown.",
    .check = "Look at the programs of those shutdowns, above all at those that come back in several of them.",
    .references = "https://securelist.com/shutdown-log-lightweight-ios-malware-detection-method/111734/",
    .versions = "iOS 12 to 26",
    .raise = raise,
};

}  // namespace bridle::rule_files::ios::shutdown_delays
