#include "findings/selected.h"

namespace bridle::rule_files::android::updates_disabled {

extern const Rule rule;

namespace {

constexpr NeededTable needs_0[] = {{"android_apks", {"package", "is_disabled", "stored"}}};
constexpr NeededTable needs_1[] = {{"android_package_users", {"list", "package", "enabled"}}};

constexpr Selection selections[] = {
    {.needs = needs_0,
     .sql = "SELECT 'android_apks', id, package, NULL FROM android_apks WHERE stored <> '' AND is_disabled = "
            "1 AND package IN ('com.policydm', 'com.samsung.android.app.omcagent', "
            "'com.samsung.android.securitylogagent', 'com.sec.android.soagent', 'com.android.updater', "
            "'com.google.android.gms', 'com.huawei.android.hwouc', 'com.lge.lgdmsclient', "
            "'com.motorola.ccc.ota', 'com.oneplus.opbackup', 'com.oppo.ota', 'com.transsion.systemupdate', "
            "'com.wssyncmldm') ORDER BY id",
     .one = "By the list of apps, one that protects or updates the phone is switched off: {1}.",
     .many = "By the list of apps, {0} that protect or update the phone are switched off: {1}."},
    {.needs = needs_1,
     .sql = "SELECT 'android_package_users', id, package, NULL FROM android_package_users WHERE list = "
            "'package' AND enabled IN (2, 3, 4) AND package IN ('com.policydm', "
            "'com.samsung.android.app.omcagent', 'com.samsung.android.securitylogagent', "
            "'com.sec.android.soagent', 'com.android.updater', 'com.google.android.gms', "
            "'com.huawei.android.hwouc', 'com.lge.lgdmsclient', 'com.motorola.ccc.ota', "
            "'com.oneplus.opbackup', 'com.oppo.ota', 'com.transsion.systemupdate', 'com.wssyncmldm') ORDER "
            "BY id",
     .one = "An app that protects or updates the phone is switched off: {1}.",
     .many = "{0} apps that protect or update the phone are switched off: {1}."},
};

Result<std::vector<Finding>> raise(const CaseView& view) {
  return raise_selected(rule, view, selections);
}

}  // namespace

extern constinit const Rule rule{
    .id = "android.updates_disabled",
    .title = "An app that protects or updates the phone is switched off",
    .looks_at =
        "apps for security and updates of the system that are disabled, in android_apks and "
        "android_package_users",
    .severity = Severity::medium,
    .confidence = Confidence::medium,
    .means =
        "Without updates the holes of the system stay open; an attacker who has the phone in hand can "
        "switch them off over ADB.",
    .not_shown = "Who did it.",
    .innocent =
        "Owners switch off services of the maker or of Google that they do not want "
        "(com.google.android.gms on phones without Google).",
    .check = "Ask the owner. See who switched it off in last_disabled_caller.",
    .references = "https://docs.mvt.re/en/latest/android/adb/",
    .versions = "Android 5 to 16",
    .raise = raise,
};

}  // namespace bridle::rule_files::android::updates_disabled
