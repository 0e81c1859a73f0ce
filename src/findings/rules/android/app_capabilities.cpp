#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "findings/selected.h"

namespace bridle::rule_files::android::app_capabilities {

extern const Rule rule;

namespace {

// What an app can do, or how it came; each from one table. `power` is reach over the phone, `origin` a way in
// or a way to hide.
struct Trait {
  std::string_view name;
  bool is_power;
  NeededTable need;
  std::string_view sql;  ///< gives id, package, time or NULL
};
constexpr Trait traits[] = {
    {"reads the screen (accessibility)",
     true,
     {"android_accessibility", {"list", "package"}},
     "SELECT id, package, NULL FROM android_accessibility WHERE list IN ('enabled', 'binding', 'crashed') "
     "AND package <> ''"},
    {"reads notifications",
     true,
     {"android_notification_listeners", {"list", "package"}},
     "SELECT id, package, NULL FROM android_notification_listeners WHERE list IN ('allowed', 'enabled', "
     "'live')"},
    {"administers the phone",
     true,
     {"android_device_policy", {"kind", "package"}},
     "SELECT id, package, NULL FROM android_device_policy"},
    {"reads messages",
     true,
     {"android_package_permissions", {"package", "permission", "granted", "kind"}},
     "SELECT id, package, NULL FROM android_package_permissions WHERE granted = 1 AND kind = 'runtime' AND "
     "permission IN "
     "('android.permission.READ_SMS', 'android.permission.RECEIVE_SMS')"},
    {"records sound",
     true,
     {"android_package_permissions", {"package", "permission", "granted", "kind"}},
     "SELECT id, package, NULL FROM android_package_permissions WHERE granted = 1 AND kind = 'runtime' AND "
     "permission = "
     "'android.permission.RECORD_AUDIO'"},
    {"knows the place in the background",
     true,
     {"android_package_permissions", {"package", "permission", "granted", "kind"}},
     "SELECT id, package, NULL FROM android_package_permissions WHERE granted = 1 AND kind = 'runtime' AND "
     "permission = "
     "'android.permission.ACCESS_BACKGROUND_LOCATION'"},
    {"used a sensor in the background",
     true,
     {"android_appops", {"package", "op", "entry", "app_state", "time"}},
     "SELECT id, package, time FROM android_appops WHERE package IS NOT NULL AND op IN ('RECORD_AUDIO', "
     "'CAMERA', "
     "'FINE_LOCATION', 'PROJECT_MEDIA') AND ((entry = 'access' AND app_state IN ('bg', 'cch')) OR entry = "
     "'running')"},
    {"sees which apps are used",
     true,
     {"android_appops", {"package", "op", "mode"}},
     "SELECT id, package, NULL FROM android_appops WHERE package IS NOT NULL AND op = 'GET_USAGE_STATS' AND "
     "mode = 'allow'"},
    {"draws over other apps",
     true,
     {"android_appops", {"package", "op", "mode"}},
     "SELECT id, package, NULL FROM android_appops WHERE package IS NOT NULL AND op = 'SYSTEM_ALERT_WINDOW' "
     "AND mode = 'allow'"},
    {"carries the traffic of others (VPN)",
     true,
     {"android_appops", {"package", "op", "mode"}},
     "SELECT id, package, NULL FROM android_appops WHERE package IS NOT NULL AND op IN ('ACTIVATE_VPN', "
     "'ESTABLISH_VPN_SERVICE') AND mode = 'allow'"},
    {"is the phone's app for calls, messages or help",
     true,
     {"android_roles", {"role", "package"}},
     "SELECT id, package, NULL FROM android_roles WHERE role IN ('android.app.role.SMS', "
     "'android.app.role.DIALER', 'android.app.role.ASSISTANT', 'android.app.role.CALL_REDIRECTION')"},
    {"runs while the phone sleeps",
     false,
     {"android_power_exemptions", {"list", "package"}},
     "SELECT id, package, NULL FROM android_power_exemptions WHERE list = 'user'"},
    {"was installed past the stores",
     false,
     {"android_packages", {"kind", "package", "installer", "is_system", "first_install"}},
     "SELECT id, package, first_install FROM android_packages WHERE kind = 'package' AND is_system = 0 AND "
     "(coalesce(installer, "
     "'') IN ('', 'com.android.shell', 'com.google.android.packageinstaller', "
     "'com.android.packageinstaller') OR initiating = "
     "'com.android.shell')"},
    {"was installed past the stores",
     false,
     {"android_apks", {"package", "installer", "is_system", "stored"}},
     "SELECT id, package, NULL FROM android_apks WHERE stored <> '' AND is_system = 0 AND "
     "coalesce(installer, '') IN ('', "
     "'com.android.shell', 'com.google.android.packageinstaller', 'com.android.packageinstaller')"},
    {"hides its icon",
     false,
     {"android_package_users", {"list", "package", "disabled_components"}},
     "SELECT id, package, NULL FROM android_package_users WHERE list = 'package' AND "
     "lower(coalesce(disabled_components, '')) "
     "GLOB '*launcher*'"},
    {"hides its icon",
     false,
     {"android_package_resolvers", {"resolver", "package", "key", "categories"}},
     "SELECT min(t.id), t.package, NULL FROM android_package_resolvers t WHERE EXISTS (SELECT 1 FROM "
     "android_package_resolvers "
     "WHERE categories LIKE '%category.LAUNCHER%') GROUP BY t.package HAVING sum(coalesce(t.categories, '') "
     "LIKE "
     "'%category.LAUNCHER%') = 0"},
    {"starts with the phone",
     false,
     {"android_package_resolvers", {"resolver", "package", "key"}},
     "SELECT min(id), package, NULL FROM android_package_resolvers WHERE resolver = 'receiver' AND key = "
     "'android.intent.action.BOOT_COMPLETED' GROUP BY package"},
};

struct Profile {
  std::vector<std::string> powers, origins;
  std::vector<RecordReference> records;
  std::optional<Time> time;
};

void name_once(std::vector<std::string>& names, std::string_view name) {
  if (std::ranges::find(names, name) == names.end()) names.emplace_back(name);
}

Result<> collect(const CaseView& view, const Trait& trait,
                 std::map<std::string, Profile, std::less<>>& profiles) {
  if (!has_columns(view, trait.need)) return {};
  auto select = TRY(view.store.database().prepare(fmt::format("SELECT * FROM ({}) ORDER BY 1", trait.sql)));
  while (TRY(select.step())) {
    Profile& profile = profiles[std::string(select.text(1))];
    auto& names = trait.is_power ? profile.powers : profile.origins;
    bool fresh = std::ranges::find(names, trait.name) == names.end();
    name_once(names, trait.name);
    // One record for each trait is enough: the tables hold the rest.
    if (fresh) profile.records.push_back({std::string(trait.need.table), select.integer(0)});
    auto time = time_at(select, 2);
    if (time && (!profile.time || *time < *profile.time)) profile.time = time;
  }
  return {};
}

bool has(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

Result<bool> is_system(const CaseView& view, std::string_view package) {
  for (std::string_view table : {"android_packages", "android_apks"}) {
    if (!view.has_rows(table, {"package", "is_system"})) continue;
    auto select = TRY(view.store.database().prepare(
        fmt::format("SELECT 1 FROM {} WHERE package = ? AND is_system = 1", table)));
    select.bind(1, package);
    if (TRY(select.step())) return true;
  }
  return false;
}

Result<std::vector<Finding>> raise(const CaseView& view) {
  std::map<std::string, Profile, std::less<>> profiles;
  for (const Trait& trait : traits) TRY(collect(view, trait, profiles));
  std::vector<Finding> findings;
  for (auto& [package, profile] : profiles) {
    bool past_stores = has(profile.origins, "was installed past the stores"),
         hidden = has(profile.origins, "hides its icon");
    bool deep = has(profile.powers, traits[0].name) || has(profile.powers, traits[1].name) ||
                has(profile.powers, traits[2].name);
    bool grave = deep && profile.powers.size() >= 2 && past_stores;
    bool odd = !grave && deep && profile.powers.size() >= 3 && (past_stores || hidden);
    if ((!grave && !odd) || TRY(is_system(view, package))) continue;
    Finding finding = finding_of(rule);
    if (!(grave && (hidden || profile.powers.size() >= 4))) finding.severity = Severity::medium;
    finding.records = std::move(profile.records);
    finding.time = profile.time;
    finding.statement = fmt::format("{} {}. It {}.", package, fmt::join(profile.powers, ", "),
                                    fmt::join(profile.origins, ", "));
    finding.identity = package;
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace

extern constinit const Rule rule{
    .id = "android.app_capabilities",
    .title = "An app with the reach of a surveillance app",
    .looks_at =
        "for each app outside the system: accessibility, notification access, administration, permissions "
        "for messages, "
        "sound and place, sensors used in the background, usage access, overlays, VPN, and the roles of the "
        "app for calls, messages or help; with how it was "
        "installed, whether it "
        "shows an icon, runs while the phone sleeps, and starts with the phone. Raised for an app that reads "
        "the screen or "
        "notifications or "
        "administers the phone, has another power, and came past the stores; high with a hidden icon or four "
        "powers",
    .severity = Severity::high,
    .confidence = Confidence::medium,
    .means =
        "Stalkerware and implants such as NoviSpy, EagleMsgSpy and ResidentBat are judged here by what they "
        "can do, whatever "
        "their name: they need these powers together, and they come from a file or a cable.",
    .not_shown = "That the app does harm, or that it used its powers.",
    .innocent =
        "Apps of an employer, parental controls that the child knows of, automation and accessibility apps "
        "from F-Droid-like "
        "sources, smart-watch companions, and antivirus apps of other stores.",
    .check =
        "Ask the owner what the app is. Look at its certificate and hash, at its origin in android_packages "
        "and "
        "android_install_sessions, and at when it was used in android_usage_totals.",
    .references =
        "https://stopstalkerware.org/\n"
        "https://securitylab.amnesty.org/latest/2024/12/"
        "serbia-a-digital-prison-spyware-and-cellebrite-used-on-journalists-and-activists/",
    .versions = "Android 8 to 16",
    .raise = raise,
};

}  // namespace bridle::rule_files::android::app_capabilities
