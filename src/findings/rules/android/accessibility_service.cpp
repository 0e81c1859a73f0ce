#include "findings/selected.h"

namespace bridle::rule_files::android::accessibility_service {

extern const Rule rule;

namespace {

constexpr NeededTable needs_0[] = {{"android_accessibility", {"list", "package"}},
                                   {"android_packages", {"package", "kind", "is_system"}}};

constexpr Selection selections[] = {
    {.needs = needs_0,
     .sql = "SELECT 'android_accessibility', a.id, a.package, NULL FROM android_accessibility a WHERE a.list "
            "IN ('enabled', 'binding', 'crashed') AND a.package <> '' AND NOT EXISTS (SELECT 1 FROM "
            "android_packages p WHERE p.package = a.package AND p.kind = 'package' AND p.is_system = 1) "
            "ORDER BY a.id",
     .one = "An app that is not part of the system has an accessibility service in use: {1}.",
     .many = "{0} apps that are not part of the system have an accessibility service in use: {1}."},
};

Result<std::vector<Finding>> raise(const CaseView& view) {
  return raise_selected(rule, view, selections);
}

}  // namespace

extern constinit const Rule rule{
    .id = "android.accessibility_service",
    .title = "Accessibility service of an app that is not part of the system",
    .looks_at =
        "services in android_accessibility that are enabled, bound or crashed, of apps that "
        "android_packages does not call part of the system; services that are only installed are left "
        "out",
    .severity = Severity::medium,
    .confidence = Confidence::low,
    .means =
        "A service of this kind reads every screen and can press every button. NoviSpy (Serbia, 2024), "
        "ResidentBat (Belarus, 2025) and most stalkerware need one.",
    .not_shown = "That the service is harmful, or that it read anything.",
    .innocent =
        "Screen readers, password managers, automation apps, launchers, antivirus apps and parental "
        "controls use it, mostly as their makers say.",
    .check =
        "Ask the owner what the app is and who switched it on (Settings, Accessibility). Look at its "
        "origin in android_packages and at android.app_capabilities.",
    .references =
        ""
        "https://securitylab.amnesty.org/latest/2024/12/"
        "serbia-a-digital-prison-spyware-and-cellebrite-used-on-journalists-and-activists/\nhttps://"
        "developer.android.com/guide/topics/ui/accessibility/service",
    .versions = "Android 8 to 16",
    .raise = raise,
};

}  // namespace bridle::rule_files::android::accessibility_service
