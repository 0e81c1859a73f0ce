#include <fmt/format.h>

#include <map>

#include "findings/rule.h"

namespace bridle::rule_files::ios::tcc_path_client {

extern const Rule rule;

namespace {

constexpr std::string_view expected_places[] = {"/System/",
                                                "/usr/",
                                                "/Applications/",
                                                "/private/var/containers/Bundle/",
                                                "/private/var/mobile/Containers/",
                                                "/var/containers/Bundle/",
                                                "/var/mobile/Containers/"};

bool is_expected(std::string_view path) {
  if (path.find("/../") != std::string_view::npos) return false;
  for (std::string_view place : expected_places)
    if (path.starts_with(place)) return true;
  return false;
}

Result<std::vector<Finding>> raise(const CaseView& view) {
  if (!view.has_rows("ios_tcc", {"service", "client", "decision", "last_modified"}))
    return std::vector<Finding>{};
  auto select =
      TRY(view.store.database().prepare("SELECT id, client, service, decision, last_modified FROM ios_tcc "
                                        "WHERE substr(client, 1, 1) = '/' ORDER BY id"));
  std::map<std::string, std::pair<Finding, std::vector<std::string>>> by_client;
  while (TRY(select.step())) {
    if (is_expected(select.text(1))) continue;
    auto [group, fresh] = by_client.try_emplace(std::string(select.text(1)));
    auto& [finding, services] = group->second;
    if (fresh) finding = finding_of(rule);
    add_record(finding, "ios_tcc", select.integer(0), time_at(select, 4));
    services.push_back(select.text(3).empty() ? std::string(select.text(2))
                                              : fmt::format("{} ({})", select.text(2), select.text(3)));
  }
  std::vector<Finding> findings;
  for (auto& [client, group] : by_client) {
    group.first.statement = fmt::format("The program \"{}\", outside the places of programs, asked for {}.",
                                        client, listed(group.second, 10));
    findings.push_back(std::move(group.first));
  }
  return findings;
}

}  // namespace

extern constinit const Rule rule{
    .id = "ios.tcc_path_client",
    .title = "Permission of a program in an unusual place",
    .looks_at =
        "clients in ios_tcc that are paths outside /System, /usr, /Applications and the containers of apps; "
        "one finding for each client",
    .severity = Severity::medium,
    .confidence = Confidence::medium,
    .means =
        "Programs of iOS and apps lie in few places. One that lies elsewhere, as in /private/var/tmp, and "
        "asked for the microphone, the camera "
        "or the photos, was brought there by other means than the App Store.",
    .not_shown =
        "What the program did with the permission, or that it still exists. The row survives the file.",
    .innocent = "Development tools, jailbreaks of the owner and debug builds leave such rows.",
    .check =
        "Look for the file in the index of the backup or the dump, and for the program in the network usage "
        "and crash records.",
    .references = "https://docs.mvt.re/en/latest/ios/records/",
    .versions = "iOS 9 to 18",
    .raise = raise,
};

}  // namespace bridle::rule_files::ios::tcc_path_client
