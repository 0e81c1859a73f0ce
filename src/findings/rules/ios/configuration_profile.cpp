#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "findings/rule.h"

namespace bridle::rule_files::ios::configuration_profile {

extern const Rule rule;

namespace {

constexpr std::string_view table = "ios_configuration_profiles";

// What a payload can do to its owner. A pattern that ends in * fits what begins so.
struct PayloadClass {
  std::string_view pattern, does;
  Severity severity;
};
constexpr PayloadClass classes[] = {
    {"com.apple.mdm", "remote management (MDM)", Severity::medium},
    {"com.apple.security.root", "a root certificate", Severity::medium},
    {"com.apple.security.pem", "a certificate", Severity::medium},
    {"com.apple.security.pkcs1", "a certificate", Severity::medium},
    {"com.apple.proxy.http.global", "a proxy for all web traffic", Severity::medium},
    {"com.apple.notificationsettings", "settings of notifications, which can hide them", Severity::medium},
    {"com.apple.vpn.managed*", "a VPN", Severity::low},
    {"com.apple.dns*", "name servers", Severity::low},
    {"com.apple.webcontent-filter", "a filter of web content", Severity::low},
    {"com.apple.apn.managed", "a mobile network access point", Severity::low},
    {"com.apple.cellular", "a mobile network access point", Severity::low},
    {"com.apple.system.logging", "settings of logging", Severity::low},
};

const PayloadClass* class_of(std::string_view type) {
  for (const PayloadClass& c : classes) {
    bool begins = c.pattern.ends_with('*');
    if (begins ? type.starts_with(c.pattern.substr(0, c.pattern.size() - 1)) : type == c.pattern) return &c;
  }
  return nullptr;
}

struct Profile {
  Finding finding;
  std::string display_name, identifier, organisation;
  std::vector<std::string> does;
  bool fixed = false, is_unsigned = false;
};

void add_deed(Profile& profile, std::string deed, Severity severity) {
  if (std::ranges::find(profile.does, deed) == profile.does.end()) profile.does.push_back(std::move(deed));
  profile.finding.severity = std::max(profile.finding.severity, severity);
}

std::string statement_of(const Profile& p) {
  std::string text =
      fmt::format("The configuration profile \"{}\"", p.display_name.empty() ? p.identifier : p.display_name);
  if (!p.organisation.empty()) text += fmt::format(" of \"{}\"", p.organisation);
  text += p.does.empty() ? " is installed" : fmt::format(" installs {}", listed(p.does, 20));
  if (p.is_unsigned) text += "; it is not signed";
  if (p.fixed) text += "; the owner cannot remove it";
  return text + ".";
}

constexpr std::string_view query =
    "SELECT id, task, payload_index, payload_type, display_name, identifier, organisation, install_date, "
    "removal_disallowed, is_signed, "
    "json_extract(j, '$.ProxyType') IN ('Manual', 'Auto'), "
    "json_extract(j, '$.allowDiagnosticSubmission') = 0 OR json_extract(j, '$.allowHostPairing') = 0, "
    "json_extract(j, '$.forceDelayedSoftwareUpdates') = 1 OR json_extract(j, "
    "'$.allowRapidSecurityResponseInstallation') = 0 "
    "FROM (SELECT *, iif(json_valid(plist), plist, '{}') AS j FROM ios_configuration_profiles) ORDER BY id";

Result<std::vector<Finding>> raise(const CaseView& view) {
  if (!view.has_rows(table, {"task", "payload_index", "payload_type", "display_name", "identifier",
                             "organisation", "install_date", "removal_disallowed", "is_signed", "plist"}))
    return std::vector<Finding>{};
  auto row = TRY(view.store.database().prepare(query));
  std::map<std::int64_t, Profile> profiles;  // by task: a stub is a file of its own
  while (TRY(row.step())) {
    auto [entry, fresh] = profiles.try_emplace(row.integer(1));
    Profile& profile = entry->second;
    if (fresh) {
      profile.finding = finding_of(rule);
      profile.finding.severity = Severity::informational;
    }
    add_record(profile.finding, table, row.integer(0), time_at(row, 7));
    if (row.integer(2) == 0) {
      profile.display_name = row.text(4);
      profile.identifier = row.text(5);
      profile.organisation = row.text(6);
      profile.is_unsigned = !row.is_null(9) && row.integer(9) == 0;
      profile.fixed = row.integer(8) != 0;
    }
    if (const PayloadClass* found = class_of(row.text(3)))
      add_deed(profile, std::string(found->does), found->severity);
    if (row.text(3) == "com.apple.wifi.managed" && row.integer(10) != 0)
      add_deed(profile, "a proxy for a Wi-Fi network", Severity::medium);
    if (row.text(3) == "com.apple.applicationaccess" && row.integer(11) != 0)
      add_deed(profile, "restrictions that block diagnostics or connections to computers", Severity::low);
    if (row.text(3) == "com.apple.applicationaccess" && row.integer(12) != 0)
      add_deed(profile, "restrictions that delay updates", Severity::low);
  }
  std::vector<Finding> findings;
  for (auto& [task, profile] : profiles) {
    profile.finding.statement = statement_of(profile);
    findings.push_back(std::move(profile.finding));
  }
  return findings;
}

}  // namespace

extern constinit const Rule rule{
    .id = "ios.configuration_profile",
    .title = "Configuration profile",
    .looks_at =
        "each installed profile in ios_configuration_profiles, by what its payloads do. Medium: remote "
        "management, certificates, proxies, "
        "notification settings. Low: VPN, name servers, content filters, access points, logging, "
        "restrictions of diagnostics or updates. "
        "Informational: everything else",
    .severity = Severity::medium,
    .confidence = Confidence::medium,
    .means =
        "A profile can send the phone's traffic elsewhere, let others manage it, or hide what it does. Cisco "
        "Talos described malicious remote "
        "management in India (2018), Citizen Lab a profile that came with Predator (2021).",
    .not_shown =
        "That the profile is hostile, who installed it, or what went through it. Attacks over the network "
        "need no profile: to have none "
        "proves nothing.",
    .innocent =
        "Employers, schools, mobile operators, VPN and filter apps and beta programmes install profiles.",
    .check =
        "On the phone: Settings, General, VPN & Device Management. Ask the owner about each profile, and "
        "compare the server and the signer with "
        "what the organisation says.",
    .references =
        "https://blog.talosintelligence.com/Mobile-Malware-Campaign-uses-Malicious-MDM/\n"
        "https://citizenlab.ca/2021/12/"
        "pegasus-vs-predator-dissidents-doubly-infected-iphone-reveals-cytrox-mercenary-spyware/\n"
        "https://support.apple.com/guide/deployment/intro-to-mdm-profiles-depc0aadd3fe/web",
    .versions = "iOS 12 to 18",
    .raise = raise,
};

}  // namespace bridle::rule_files::ios::configuration_profile
