#include <fmt/format.h>

#include <algorithm>

#include "findings/ios_programs.h"
#include "findings/rule.h"

namespace bridle::rule_files::ios::process_parent {

extern const Rule rule;

namespace {

constexpr std::string_view table = "ios_crash_reports";
constexpr std::int64_t mobile = 501;
// launchd starts every program of a phone, itself or by its helper; a parent that has ended has no name.
constexpr std::string_view usual_parents[] = {"launchd", "xpcproxy", "launchd_sim", "Exited process",
                                              "unknown", "???",      "debugserver"};

std::string what_is_odd(std::string_view path, std::string_view parent, std::optional<std::int64_t> user) {
  std::string odd;
  if (!parent.empty() && std::ranges::find(usual_parents, parent) == std::end(usual_parents))
    odd = fmt::format("was started by \"{}\"", parent);
  if (user && *user != mobile && place_of_program(path) == ProgramPlace::app)
    odd += fmt::format("{}ran from the bundle of an app as user {} instead of mobile",
                       odd.empty() ? "" : " and ", *user);
  return odd;
}

Result<std::vector<Finding>> raise(const CaseView& view) {
  std::vector<Finding> findings;
  if (!view.has_rows(table, {"kind", "process", "executable", "parent", "user_id", "time"})) return findings;
  auto select = TRY(view.store.database().prepare(
      "SELECT id, process, executable, parent, user_id, time FROM ios_crash_reports WHERE kind = 'report' "
      "AND "
      "process IS NOT NULL AND parent IS NOT process ORDER BY process, parent, user_id, id"));
  while (TRY(select.step())) {
    auto user = select.is_null(4) ? std::nullopt : std::optional(select.integer(4));
    std::string odd = what_is_odd(select.text(2), select.text(3), user);
    if (odd.empty()) continue;
    std::string statement =
        fmt::format("By a report, the program \"{}\" {}; programs of a phone are started by launchd.",
                    select.text(1), odd);
    if (findings.empty() || findings.back().statement != statement) {
      findings.push_back(finding_of(rule));
      findings.back().statement = std::move(statement);
    }
    add_record(findings.back(), table, select.integer(0), time_at(select, 5));
  }
  return findings;
}

}  // namespace

extern constinit const Rule rule{
    .id = "ios.process_parent",
    .title = "Program with an unusual parent or user",
    .looks_at =
        "reports of ios_crash_reports whose process was started by another program than launchd, or ran from "
        "the bundle of an app as another user than mobile (501)",
    .severity = Severity::medium,
    .confidence = Confidence::low,
    .means =
        "On a phone launchd starts every program, and apps run as the user mobile. A program that another "
        "one started, or an app with the rights of root, has left the rules of iOS.",
    .not_shown = "What the program did, or that the one that started it was taken over.",
    .innocent = "Developers' tools, jailbreaks and simulators start programs themselves.",
    .check = "Read the report whole; look for both programs in the other sources (bridle processes CASE).",
    .references = "https://securelist.com/triangledb-triangulation-implant/110050/",
    .versions = "iOS 9 to 26",
    .raise = raise,
};

}  // namespace bridle::rule_files::ios::process_parent
