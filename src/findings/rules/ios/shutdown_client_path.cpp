#include <fmt/format.h>

#include <map>

#include "findings/rule.h"

namespace bridle::rule_files::ios::shutdown_client_path {

extern const Rule rule;

namespace {

constexpr std::string_view table = "ios_shutdown_log";
constexpr std::string_view expected_places[] = {"/System/",
                                                "/usr/",
                                                "/bin/",
                                                "/sbin/",
                                                "/Applications/",
                                                "/private/var/containers/Bundle/",
                                                "/var/containers/Bundle/",
                                                "/private/var/mobile/Containers/",
                                                "/private/preboot/",
                                                "/private/var/run/com.apple.security.cryptexd/",
                                                "/Developer/"};
// Where Pegasus, Reign and Predator were seen.
constexpr std::string_view grave_places[] = {"/private/var/db/", "/private/var/tmp/", "/private/tmp/"};

bool lies_in(std::string_view path, std::span<const std::string_view> places) {
  for (std::string_view place : places)
    if (path.starts_with(place)) return true;
  return false;
}

bool is_expected(std::string_view path) {
  if (path == "/kernel" || path.empty()) return true;
  return path.find("/../") == std::string_view::npos && lies_in(path, expected_places);
}

Result<std::vector<Finding>> raise(const CaseView& view) {
  if (!view.has_rows(table, {"client", "time", "kind"})) return std::vector<Finding>{};
  auto select = TRY(view.store.database().prepare(
      "SELECT id, client, time FROM ios_shutdown_log WHERE kind = 'client' ORDER BY id"));
  std::map<std::string, Finding> by_client;
  while (TRY(select.step())) {
    std::string path(select.text(1));
    if (is_expected(path)) continue;
    auto [group, fresh] = by_client.try_emplace(path);
    if (fresh) {
      group->second = finding_of(rule);
      if (!lies_in(path, grave_places)) group->second.severity = Severity::medium;
    }
    add_record(group->second, table, select.integer(0), time_at(select, 2));
  }
  std::vector<Finding> findings;
  for (auto& [client, finding] : by_client) {
    finding.statement = fmt::format(
        "The program \"{}\", outside the places of programs, was running when the phone went down; "
        "{} of the shutdown log {} it.",
        client, finding.records.size() == 1 ? "a line" : fmt::format("{} lines", finding.records.size()),
        finding.records.size() == 1 ? "names" : "name");
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace

extern constinit const Rule rule{
    .id = "ios.shutdown_client_path",
    .title = "Program in an unusual place delayed a shutdown",
    .looks_at =
        "clients of ios_shutdown_log outside /System, /usr, /bin, /sbin, /Applications, /private/preboot, "
        "the "
        "containers of apps and mounted updates; high below /private/var/db and the folders tmp, else "
        "medium; "
        "one finding for each program",
    .severity = Severity::high,
    .confidence = Confidence::medium,
    .means =
        "Kaspersky (2024) found that Pegasus, Reign and Predator ran from /private/var/db and "
        "/private/var/tmp "
        "and left such lines when phones were shut down.",
    .not_shown = "What the program was. A path and a process id are all that the log keeps.",
    .innocent =
        "Updates of iOS run helpers from /private/var/db/com.apple.xpc.roleaccountd.staging; jailbreaks and "
        "tools of developers run from elsewhere.",
    .check =
        "Compare the time with updates of the system, and look for the name in network usage, crash records "
        "and the list of files.",
    .references = "https://securelist.com/shutdown-log-lightweight-ios-malware-detection-method/111734/",
    .versions = "iOS 12 to 26; since iOS 26 the log holds the last shutdown only",
    .raise = raise,
};

}  // namespace bridle::rule_files::ios::shutdown_client_path
