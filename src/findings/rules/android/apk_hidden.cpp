#include "findings/selected.h"

namespace bridle::rule_files::android::apk_hidden {

extern const Rule rule;

namespace {

constexpr NeededTable needs_0[] = {{"android_apk_files", {"package", "has_launcher", "roles", "split"}},
                                   {"android_packages", {"package", "kind", "is_system"}},
                                   {"android_apks", {"package", "is_system"}}};

constexpr Selection selections[] = {
    {.needs = needs_0,
     .sql = "SELECT 'android_apk_files', f.id, f.package || ' (' || f.roles || ')', NULL FROM "
            "android_apk_files f WHERE f.has_launcher = 0 AND (' ' || f.roles || ' ' LIKE '% accessibility "
            "%' OR ' ' || f.roles || ' ' LIKE '% notification_listener %' OR ' ' || f.roles || ' ' LIKE '% "
            "device_admin %') AND NOT EXISTS (SELECT 1 FROM android_packages p WHERE p.package = f.package "
            "AND p.kind = 'package' AND p.is_system = 1) AND NOT EXISTS (SELECT 1 FROM android_apks a WHERE "
            "a.package = f.package AND a.is_system = 1) ORDER BY f.id",
     .one = "An app that is not part of the system shows no icon, and is built to read the screen or "
            "notifications, or to administer the phone: {1}.",
     .many = "{0} apps that are not part of the system show no icon, and are built to read the screen or "
             "notifications, or to administer the phone: {1}."},
};

Result<std::vector<Finding>> raise(const CaseView& view) {
  return raise_selected(rule, view, selections);
}

}  // namespace

extern constinit const Rule rule{
    .id = "android.apk_hidden",
    .title = "App without an icon that is built to watch",
    .looks_at =
        "collected packages in android_apk_files without an entry in the launcher whose components are an "
        "accessibility service, a notification listener or a device administrator, of apps that neither "
        "android_packages nor android_apks call part of the system",
    .severity = Severity::medium,
    .confidence = Confidence::medium,
    .means =
        "An owner does not find an app that shows no icon. NoviSpy and most stalkerware have none and need "
        "one of these rights; ResidentBat (Belarus, 2025) too.",
    .not_shown =
        "That the right was given to it, or that it was ever used: android.accessibility and "
        "android.device_policy tell.",
    .innocent =
        "Keyboards, watch companions, password helpers and parts that a maker adds later may have no icon of "
        "their own.",
    .check =
        "Ask the owner what the app is. Look at its signer (android.apk_signers), how it came "
        "(android.packages, android.apks) and whether the right is given (android.accessibility, "
        "android.notification_listeners, android.device_policy).",
    .references =
        "https://securitylab.amnesty.org/latest/2024/12/"
        "serbia-a-digital-prison-spyware-and-cellebrite-used-on-journalists-and-activists/",
    .versions = "Android 5 to 16",
    .raise = raise,
};

}  // namespace bridle::rule_files::android::apk_hidden
