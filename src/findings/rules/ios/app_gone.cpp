#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "findings/rule.h"

namespace bridle::rule_files::ios::app_gone {

extern const Rule rule;

namespace {

// Apps that the evidence lists as installed, sorted; empty when it holds no list.
Result<std::vector<std::string>> installed_apps(const CaseView& view) {
  std::vector<std::string> apps;
  auto add = [&](std::string_view table, std::string_view sql) -> Result<> {
    if (!view.has_rows(table, {"app_id"})) return {};
    auto select = TRY(view.store.database().prepare(sql));
    while (TRY(select.step())) apps.emplace_back(select.text(0));
    return {};
  };
  TRY(add("ios_backup_info",
          "SELECT app_id FROM ios_backup_info WHERE key = 'Installed Applications' AND app_id IS NOT NULL"));
  TRY(add("ios_applications", "SELECT app_id FROM ios_applications WHERE app_id IS NOT NULL"));
  std::ranges::sort(apps);
  return apps;
}

// An app's extensions are called as the app, a dot, and more.
bool is_of(std::string_view app, const std::vector<std::string>& installed) {
  for (;;) {
    if (std::ranges::binary_search(installed, app)) return true;
    auto dot = app.rfind('.');
    if (dot == std::string_view::npos) return false;
    app = app.substr(0, dot);
  }
}

Result<std::vector<Finding>> raise(const CaseView& view) {
  auto installed = TRY(installed_apps(view));
  if (installed.empty() || !view.has_rows("process", {"app"})) return std::vector<Finding>{};
  // Groups and hidden services of apps have other names than the app; those with dots in front of an app's
  // name alone are compared.
  auto select = TRY(view.store.database().prepare(
      "SELECT p.app, s.source, s.first_record, s.first_seen FROM process p JOIN process_source s ON "
      "s.process = p.id WHERE p.app LIKE '%_._%' AND p.app NOT LIKE 'com.apple.%' AND p.app NOT LIKE "
      "'group.%' AND s.source LIKE 'ios\\_%' ESCAPE '\\' ORDER BY p.app, s.source, s.first_record"));
  Finding finding = finding_of(rule);
  std::vector<std::string> apps;
  while (TRY(select.step())) {
    if (is_of(select.text(0), installed)) continue;
    if (apps.empty() || apps.back() != select.text(0)) apps.emplace_back(select.text(0));
    add_record(finding, select.text(1), select.integer(2), time_at(select, 3));
  }
  if (apps.empty()) return std::vector<Finding>{};
  finding.statement = fmt::format("{} active that the evidence does not list as installed: {}.",
                                  apps.size() == 1 ? "An app was" : fmt::format("{} apps were", apps.size()),
                                  listed(apps, 20));
  return std::vector{std::move(finding)};
}

}  // namespace

extern constinit const Rule rule{
    .id = "ios.app_gone",
    .title = "Apps that were active and are not installed",
    .looks_at =
        "bundle identifiers beside programs that any source saw running (table process), Apple's aside, that "
        "neither the description of the backup nor the apps' own folders list; one finding for all",
    .severity = Severity::informational,
    .confidence = Confidence::medium,
    .means =
        "An app that was put on the phone, used and removed leaves its network usage behind. So do apps that "
        "were given by a profile or a company certificate.",
    .not_shown = "Who removed the app, or that it did any harm.",
    .innocent =
        "Nearly every phone has removed some apps; widgets and web views of apps run under names of their "
        "own.",
    .check = "Ask the owner about each name; look up the times of its first and last use.",
    .references =
        "https://www.amnesty.org/en/latest/research/2021/07/"
        "forensic-methodology-report-how-to-catch-nso-groups-pegasus/",
    .versions = "iOS 9 to 18",
    .raise = raise,
};

}  // namespace bridle::rule_files::ios::app_gone
