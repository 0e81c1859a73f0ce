#include "findings/selected.h"

namespace bridle::rule_files::android::harmful_app_warning {

extern const Rule rule;

namespace {

constexpr NeededTable needs_0[] = {
    {"android_package_users", {"package", "harmful_app_warning", "first_install"}}};
constexpr NeededTable needs_1[] = {{"android_log_events", {"kind", "message", "time"}}};

constexpr Selection selections[] = {
    {.needs = needs_0,
     .sql = "SELECT 'android_package_users', id, package, first_install FROM android_package_users WHERE "
            "harmful_app_warning IS NOT NULL ORDER BY id",
     .one = "Play Protect warned of an app: {1}.",
     .many = "Play Protect warned of {0} apps: {1}."},
    {.needs = needs_1,
     .sql = "SELECT 'android_log_events', id, message, time FROM android_log_events WHERE kind = "
            "'play_protect' AND message LIKE '%result=REJECT%' ORDER BY id",
     .one = "Play Protect refused an installation: {1}.",
     .many = "Play Protect refused {0} installations: {1}.",
     .severity = Severity::medium},
};

Result<std::vector<Finding>> raise(const CaseView& view) {
  return raise_selected(rule, view, selections);
}

}  // namespace

extern constinit const Rule rule{
    .id = "android.harmful_app_warning",
    .title = "Play Protect warned of an app",
    .looks_at =
        "apps in android_package_users with a harmful-app warning; lines of Play Protect in "
        "android_log_events which say that it rejected an app",
    .severity = Severity::high,
    .confidence = Confidence::high,
    .means = "Play Protect sets this warning on apps that Google found harmful.",
    .not_shown = "What the app did here.",
    .innocent =
        "Play Protect also warns of rooting tools, of apps that break its rules, and sometimes by "
        "mistake.",
    .check = "Ask the owner about the app, and compare its certificate with public lists.",
    .references = "https://developers.google.com/android/play-protect/potentially-harmful-applications",
    .versions = "Android 9 to 16",
    .raise = raise,
};

}  // namespace bridle::rule_files::android::harmful_app_warning
