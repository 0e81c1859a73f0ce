#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "findings/rule.h"
#include "indicators/host.h"

namespace bridle::rule_files::ios::safari_redirect {

extern const Rule rule;

namespace {

// Who answers for a host: the registered domain, or the host itself where there is none (addresses, unknown
// suffixes).
std::string owner_of(std::string_view url) {
  auto host = host_of_url(url);
  if (!host) return {};
  std::string_view domain =
      host->kind == HostKind::name ? registrable_domain(host->text()) : std::string_view();
  return std::string(domain.empty() ? host->text() : domain);
}

struct Group {
  Finding finding;
  std::vector<std::string> sources;
};

Result<std::vector<Finding>> raise(const CaseView& view) {
  constexpr std::string_view table = "ios_safari_history";
  if (!view.has_rows(table, {"url", "visit_time", "destination_url", "seconds_to_destination"}))
    return std::vector<Finding>{};
  auto select = TRY(
      view.store.database().prepare("SELECT id, url, visit_time, destination_url FROM ios_safari_history "
                                    "WHERE lower(substr(url, 1, 7)) = 'http://' AND destination_url IS NOT "
                                    "NULL AND abs(seconds_to_destination) < 1 ORDER BY id"));
  std::map<std::string, Group>
      groups;  // by destination: one server that redirects many visits is one phenomenon
  while (TRY(select.step())) {
    std::string from = owner_of(select.text(1)), to = owner_of(select.text(3));
    if (from.empty() || to.empty() || from == to) continue;
    auto [group, fresh] = groups.try_emplace(to);
    if (fresh) group->second.finding = finding_of(rule);
    add_record(group->second.finding, table, select.integer(0), time_at(select, 2));
    if (std::ranges::find(group->second.sources, from) == group->second.sources.end())
      group->second.sources.push_back(from);
  }
  std::vector<Finding> findings;
  for (auto& [to, group] : groups) {
    std::size_t visits = group.finding.records.size();
    group.finding.statement = fmt::format("{} unencrypted {} to {} led to {} within one second.", visits,
                                          visits == 1 ? "visit" : "visits", listed(group.sources), to);
    findings.push_back(std::move(group.finding));
  }
  return findings;
}

}  // namespace

extern constinit const Rule rule{
    .id = "ios.safari_redirect",
    .title = "Unencrypted page that led to another site at once",
    .looks_at =
        "visits of http:// addresses in ios_safari_history that redirected, in less than a second, to a host "
        "of another registered "
        "domain; one finding for each destination",
    .severity = Severity::low,
    .confidence = Confidence::low,
    .means =
        "Who controls the network can answer an unencrypted request in the place of the site and send the "
        "phone to an attack server. "
        "Amnesty (Morocco, 2019) and Citizen Lab (Predator in Egypt, 2023) found attacks by such redirects "
        "in Safari's history.",
    .not_shown =
        "That anyone meddled with the answer, or that the destination did harm. The site itself may have "
        "redirected.",
    .innocent =
        "Sites move, shorteners and advertisements redirect, and login pages of hotels and cafés answer in "
        "the place of any site. "
        "Redirects between hosts of one registered domain are not reported.",
    .check =
        "Judge the destination: its age, its owner, whether the source redirects there for others too. Do "
        "not open it on the phone. Look for "
        "the network and for crashes at that time.",
    .references =
        "https://www.amnesty.org/en/latest/research/2019/10/"
        "morocco-human-rights-defenders-targeted-with-nso-groups-spyware/\n"
        "https://citizenlab.ca/2023/09/"
        "predator-in-the-wires-ahmed-eltantawy-targeted-with-predator-spyware-after-announcing-"
        "presidential-ambitions/",
    .versions = "iOS 8 to 18",
    .raise = raise,
};

}  // namespace bridle::rule_files::ios::safari_redirect
