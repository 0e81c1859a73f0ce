#include <fmt/format.h>

#include "findings/rule.h"

namespace bridle::rule_files::ios::app_source {

extern const Rule rule;

namespace {

constexpr std::string_view table = "ios_applications";

// Installed by something else than the store and the management of the device; or listed without metadata.
constexpr std::string_view select_apps =
    "SELECT id, coalesce(app_id, listed_as, ''), coalesce(source_app, ''), purchased, has_metadata FROM "
    "ios_applications WHERE has_metadata = 0 OR coalesce(source_app, '') NOT IN ('', 'com.apple.AppStore', "
    "'com.apple.AppStore.ProductPageExtension', 'com.apple.dmd', 'dmd') ORDER BY id";

void conclude(Finding& finding, std::string statement, std::vector<Finding>& findings) {
  if (finding.records.empty()) return;
  finding.statement = std::move(statement);
  findings.push_back(std::move(finding));
}

Result<std::vector<Finding>> raise(const CaseView& view) {
  if (!view.has_rows(table, {"app_id", "listed_as", "source_app", "purchased", "has_metadata"}))
    return std::vector<Finding>{};
  auto select = TRY(view.store.database().prepare(select_apps));
  Finding foreign = finding_of(rule), bare = finding_of(rule);
  bare.severity = Severity::low;
  std::vector<std::string> sources, apps;
  while (TRY(select.step())) {
    bool has_metadata = select.integer(4) != 0;
    add_record(has_metadata ? foreign : bare, table, select.integer(0), time_at(select, 3));
    if (has_metadata)
      sources.push_back(fmt::format("{} by {}", select.text(1), select.text(2)));
    else
      apps.emplace_back(select.text(1));
  }
  std::vector<Finding> findings;
  conclude(foreign,
           fmt::format("{} {} not installed by the App Store: {}.", sources.size(),
                       sources.size() == 1 ? "app was" : "apps were", listed(sources)),
           findings);
  conclude(bare,
           fmt::format("{} {} listed without metadata of the App Store: {}.", apps.size(),
                       apps.size() == 1 ? "app is" : "apps are", listed(apps)),
           findings);
  return findings;
}

}  // namespace

extern constinit const Rule rule{
    .id = "ios.app_source",
    .title = "App from outside the App Store",
    .looks_at =
        "records of ios_applications whose source_app is neither the App Store nor the device "
        "management of iOS, and, as a low finding, those that are listed without metadata of the store",
    .severity = Severity::medium,
    .confidence = Confidence::low,
    .means =
        "Spyware for iPhones has been spread as apps signed for companies or developers (RCS Lab's Hermit, "
        "2022; Exodus, 2019), which the App Store never sees.",
    .not_shown = "That the app is harmful, or that it was ever started.",
    .innocent =
        "Apps of an employer, TestFlight, other marketplaces in the European Union, developers' own "
        "apps, and backups made by tools that leave metadata out.",
    .check =
        "Ask the owner where each app came from. Compare with ios_provisioning_profiles and "
        "ios_configuration_profiles.",
    .references =
        "https://docs.mvt.re/en/latest/ios/records/\n"
        "https://blog.google/threat-analysis-group/italian-spyware-vendor-targets-users-in-italy-and-"
        "kazakhstan/",
    .versions = "iOS 9 to 18",
    .raise = raise,
};

}  // namespace bridle::rule_files::ios::app_source
