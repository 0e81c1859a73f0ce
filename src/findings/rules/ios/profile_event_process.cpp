#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "findings/rule.h"

namespace bridle::rule_files::ios::profile_event_process {

extern const Rule rule;

namespace {

constexpr std::string_view ordinary[] = {"profiled", "mdmd", "remotemanagementd", "Preferences", "dmd"};

Result<std::vector<Finding>> raise(const CaseView& view) {
  if (!view.has_rows("ios_profile_events", {"profile_id", "time", "operation", "process"}))
    return std::vector<Finding>{};
  auto select =
      TRY(view.store.database().prepare("SELECT id, time, profile_id, operation, process FROM "
                                        "ios_profile_events WHERE coalesce(process, '') <> '' ORDER BY id"));
  std::map<std::string, std::pair<Finding, std::vector<std::string>>> by_process;
  while (TRY(select.step())) {
    std::string_view process = select.text(4);
    if (std::ranges::find(ordinary, process.substr(process.rfind('/') + 1)) != std::end(ordinary)) continue;
    auto [group, fresh] = by_process.try_emplace(std::string(process));
    auto& [finding, deeds] = group->second;
    if (fresh) finding = finding_of(rule);
    add_record(finding, "ios_profile_events", select.integer(0), time_at(select, 1));
    deeds.push_back(
        fmt::format("{} of \"{}\"", select.text(3).empty() ? "operation" : select.text(3), select.text(2)));
  }
  std::vector<Finding> findings;
  for (auto& [process, group] : by_process) {
    group.first.statement =
        fmt::format("The process \"{}\" changed configuration profiles: {}.", process, listed(group.second));
    findings.push_back(std::move(group.first));
  }
  return findings;
}

}  // namespace

extern constinit const Rule rule{
    .id = "ios.profile_event_process",
    .title = "Configuration profile changed by an unusual process",
    .looks_at =
        "events in ios_profile_events whose process is none of profiled, mdmd, remotemanagementd, "
        "Preferences and dmd; one finding for each "
        "process. Ordinary events are no finding",
    .severity = Severity::medium,
    .confidence = Confidence::medium,
    .means =
        "Profiles are installed and removed by a handful of system processes. Another one at work had rights "
        "that apps do not have.",
    .not_shown = "What the process was: a name alone does not show which program it was.",
    .innocent =
        "A newer iOS may use a process that is not on the list; beta versions and Apple's tools for "
        "companies do.",
    .check =
        "Look for the process in the network usage and crash records, and compare it with the programs of "
        "that iOS build.",
    .references = "https://docs.mvt.re/en/latest/ios/records/",
    .versions = "iOS 14 to 18",
    .raise = raise,
};

}  // namespace bridle::rule_files::ios::profile_event_process
