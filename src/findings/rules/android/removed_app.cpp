#include "findings/selected.h"

namespace bridle::rule_files::android::removed_app {

extern const Rule rule;

namespace {

constexpr NeededTable needs_0[] = {{"android_battery_daily", {"package", "action", "from_time"}}};
constexpr NeededTable needs_1[] = {{"android_battery_history", {"package", "event", "time"}}};
constexpr NeededTable needs_2[] = {{"android_battery_checkin", {"package", "event", "time"}}};
constexpr NeededTable needs_3[] = {{"android_battery_daily", {"package", "from_time"}},
                                   {"android_platform_compat", {"package"}},
                                   {"android_usage_totals", {"package", "last_used"}},
                                   {"android_battery_history", {"package", "time"}},
                                   {"android_packages", {"package", "first_install"}}};

constexpr NeededTable needs_4[] = {{"android_usage_totals", {"package", "last_used"}},
                                   {"android_exit_info", {"package", "time"}},
                                   {"android_platform_compat", {"package", "list"}},
                                   {"android_packages", {"package"}},
                                   {"android_apks", {"package"}}};

constexpr Selection selections[] = {
    {.needs = needs_0,
     .sql = "SELECT 'android_battery_daily', id, package, from_time FROM android_battery_daily WHERE action "
            "= 'uninstall' AND package <> 'com.client.appA' ORDER BY id",
     .one = "By the records of the battery, an app was removed in the last days: {1}.",
     .many = "By the records of the battery, {0} apps were removed in the last days: {1}."},
    {.needs = needs_1,
     .sql = "SELECT 'android_battery_history', t.id, t.package, t.time FROM android_battery_history t WHERE "
            "t.event = 'pkgunin' AND EXISTS (SELECT 1 FROM android_battery_history o WHERE o.package = "
            "t.package AND o.event = 'pkginst' AND o.id <= t.id) ORDER BY t.id",
     .one = "An app was installed and removed again within one history of the battery: {1}.",
     .many = "{0} apps were installed and removed again within one history of the battery: {1}.",
     .severity = Severity::medium},
    {.needs = needs_2,
     .sql = "SELECT 'android_battery_checkin', t.id, t.package, t.time FROM android_battery_checkin t WHERE "
            "t.event = 'package_removed' AND EXISTS (SELECT 1 FROM android_battery_checkin o WHERE o.package "
            "= t.package AND o.event = 'package_installed' AND o.id <= t.id) ORDER BY t.id",
     .one = "An app was installed and removed again within one machine-readable history: {1}.",
     .many = "{0} apps were installed and removed again within one machine-readable history: {1}.",
     .severity = Severity::medium},
    {.needs = needs_3,
     .sql = "SELECT 'android_battery_daily', id, package, from_time FROM android_battery_daily WHERE package "
            "= 'com.client.appA' UNION ALL SELECT 'android_platform_compat', id, package, NULL FROM "
            "android_platform_compat WHERE package = 'com.client.appA' UNION ALL SELECT "
            "'android_usage_totals', id, package, last_used FROM android_usage_totals WHERE package = "
            "'com.client.appA' UNION ALL SELECT 'android_battery_history', id, package, time FROM "
            "android_battery_history WHERE package = 'com.client.appA' UNION ALL SELECT 'android_packages', "
            "id, package, first_install FROM android_packages WHERE package = 'com.client.appA' ORDER BY 1, "
            "2",
     .one = "The agent of an extraction program was on the phone: {1}.",
     .many = "The agents of extraction programs were on the phone: {1}.",
     .severity = Severity::high},
    // Only where the list of packages is whole: what was cut off is not gone.
    {.needs = needs_4,
     .sql =
         "WITH named AS (SELECT 'android_usage_totals' AS source, min(id) AS id, package, max(last_used) AS "
         "time FROM android_usage_totals GROUP BY package UNION ALL SELECT 'android_exit_info', min(id), "
         "package, max(time) FROM android_exit_info GROUP BY package UNION ALL SELECT "
         "'android_platform_compat', min(id), package, NULL FROM android_platform_compat WHERE list = 'raw' "
         "GROUP BY package) SELECT source, id, package, time FROM named WHERE package <> '' AND package <> "
         "'com.client.appA' AND EXISTS (SELECT 1 FROM android_packages) AND NOT EXISTS (SELECT 1 FROM "
         "coverage WHERE artefact = 'android.packages' AND status <> 'complete') AND package NOT IN (SELECT "
         "package FROM android_packages WHERE package IS NOT NULL UNION SELECT package FROM android_apks "
         "WHERE package IS NOT NULL) ORDER BY 1, 2",
     .one = "An app left traces and is not among the packages of the phone: {1}.",
     .many = "{0} apps left traces and are not among the packages of the phone: {1}.",
     .severity = Severity::informational},
};

Result<std::vector<Finding>> raise(const CaseView& view) {
  return raise_selected(rule, view, selections);
}

}  // namespace

extern constinit const Rule rule{
    .id = "android.removed_app",
    .title = "Apps that were removed",
    .looks_at =
        "removals in android_battery_daily, android_battery_history and android_battery_checkin; the "
        "agent of a known extraction program, and apps that came and went in one history, weigh more; apps "
        "of "
        "android_usage_totals, android_exit_info and android_platform_compat that a whole list of packages "
        "does not have are named",
    .severity = Severity::low,
    .confidence = Confidence::medium,
    .means =
        "An extraction program puts a small app on the phone, gives it rights, and removes it at the "
        "end: com.client.appA is that of a Cellebrite tool (Serbia, 2024). Such traces outlive the app.",
    .not_shown = "Why the app was removed.",
    .innocent = "Owners try apps and remove them, and the system removes parts that it replaces.",
    .check = "Ask the owner about apps they do not know, and where the phone was at that time.",
    .references =
        ""
        "https://securitylab.amnesty.org/latest/2024/12/"
        "serbia-a-digital-prison-spyware-and-cellebrite-used-on-journalists-and-activists/",
    .versions = "Android 5 to 16",
    .raise = raise,
};

}  // namespace bridle::rule_files::android::removed_app
