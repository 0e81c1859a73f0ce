#include "findings/selected.h"

namespace bridle::rule_files::android::app_downgrade {

extern const Rule rule;

namespace {

constexpr NeededTable needs_0[] = {{"android_battery_daily", {"package", "action", "from_time"}}};

constexpr Selection selections[] = {
    {.needs = needs_0,
     .sql = "SELECT 'android_battery_daily', id, package, from_time FROM android_battery_daily WHERE action "
            "= 'downgrade' ORDER BY id",
     .one = "An app went back to an older version: {1}.",
     .many = "{0} apps went back to older versions: {1}."},
};

Result<std::vector<Finding>> raise(const CaseView& view) {
  return raise_selected(rule, view, selections);
}

}  // namespace

extern constinit const Rule rule{
    .id = "android.app_downgrade",
    .title = "An app went back to an older version",
    .looks_at = "downgrades in android_battery_daily",
    .severity = Severity::low,
    .confidence = Confidence::low,
    .means =
        "Older versions have known holes: forensic programs install an old version of a messenger to get "
        "at its data.",
    .not_shown = "That anything was read.",
    .innocent =
        "A new version that was withdrawn, an app that was removed and installed again from another "
        "source, and beta programmes that one left.",
    .check = "Ask who had the phone on that day, and look at android_adb_state and android_install_sessions.",
    .references = "https://docs.mvt.re/en/latest/android/bugreport/",
    .versions = "Android 7 to 16",
    .raise = raise,
};

}  // namespace bridle::rule_files::android::app_downgrade
