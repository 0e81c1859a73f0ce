#include "findings/selected.h"

namespace bridle::rule_files::android::forged_installer {

extern const Rule rule;

namespace {

constexpr NeededTable needs_0[] = {
    {"android_packages", {"kind", "package", "installer", "initiating", "first_install"}}};

constexpr Selection selections[] = {
    {.needs = needs_0,
     .sql = "SELECT 'android_packages', id, package, first_install FROM android_packages WHERE kind = "
            "'package' AND is_system = 0 AND initiating = 'com.android.shell' AND installer IN "
            "('com.android.vending', 'com.google.android.feedback', 'com.sec.android.app.samsungapps', "
            "'com.huawei.appmarket', 'com.amazon.venezia', 'com.xiaomi.mipicks', 'com.heytap.market', "
            "'com.oppo.market', 'com.bbk.appstore') ORDER BY id",
     .one = "An app names a store as its installer, but was installed over ADB: {1}.",
     .many = "{0} apps name a store as their installer, but were installed over ADB: {1}."},
};

Result<std::vector<Finding>> raise(const CaseView& view) {
  return raise_selected(rule, view, selections);
}

}  // namespace

extern constinit const Rule rule{
    .id = "android.forged_installer",
    .title = "An app that names a store, but was installed over ADB",
    .looks_at =
        "packages whose installerPackageName is a store while initiatingPackageName is "
        "com.android.shell, or whose install session was made by the shell",
    .severity = Severity::high,
    .confidence = Confidence::medium,
    .means =
        "The command pm install -i lets anyone who has the unlocked phone on a cable name a store as the "
        "installer. The system still notes who asked. That is how an implant is made to look as if it "
        "came from Google Play.",
    .not_shown = "Who did it, and that the app is harmful.",
    .innocent =
        "Developers and some backup and transfer programs install over ADB and name the store, so that "
        "updates go on.",
    .check =
        "Ask who had the phone at the time. Compare the signatures with the app of the store, and look "
        "at android_adb_state.",
    .references = "https://developer.android.com/reference/android/content/pm/InstallSourceInfo",
    .versions = "Android 11 to 16",
    .raise = raise,
};

}  // namespace bridle::rule_files::android::forged_installer
