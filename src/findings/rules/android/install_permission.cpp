#include "findings/selected.h"

namespace bridle::rule_files::android::install_permission {

extern const Rule rule;

namespace {

constexpr NeededTable needs_0[] = {{"android_appops", {"package", "op", "mode", "time"}},
                                   {"android_packages", {"package", "kind", "is_system"}}};

constexpr Selection selections[] = {
    {.needs = needs_0,
     .sql = "SELECT 'android_appops', t.id, t.package, t.time FROM android_appops t WHERE t.op = "
            "'REQUEST_INSTALL_PACKAGES' AND t.package IS NOT NULL AND t.mode = 'allow' AND t.package NOT IN "
            "('com.android.vending', 'com.sec.android.app.samsungapps') AND NOT EXISTS (SELECT 1 FROM "
            "android_packages p WHERE p.package = t.package AND p.kind = 'package' AND p.is_system = 1) "
            "ORDER BY t.id",
     .one = "An app may install others: {1}.",
     .many = "{0} apps may install others: {1}."},
};

Result<std::vector<Finding>> raise(const CaseView& view) {
  return raise_selected(rule, view, selections);
}

}  // namespace

extern constinit const Rule rule{
    .id = "android.install_permission",
    .title = "Apps that may install apps",
    .looks_at =
        "android_appops with REQUEST_INSTALL_PACKAGES allowed, of apps outside the system that are no "
        "store",
    .severity = Severity::low,
    .confidence = Confidence::low,
    .means = "An app that may install others can bring in what no store checked.",
    .not_shown = "That it installed anything.",
    .innocent =
        "Browsers, messengers and file managers ask for it to open a downloaded app, and stores need it.",
    .check =
        "Ask whether the owner gave it (Settings, Install unknown apps); compare with "
        "android_install_sessions.",
    .references = "https://docs.mvt.re/en/latest/android/bugreport/",
    .versions = "Android 8 to 16",
    .raise = raise,
};

}  // namespace bridle::rule_files::android::install_permission
