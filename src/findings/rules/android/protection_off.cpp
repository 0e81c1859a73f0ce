#include "findings/selected.h"

namespace bridle::rule_files::android::protection_off {

extern const Rule rule;

namespace {

constexpr NeededTable needs_0[] = {{"android_settings", {"name_space", "key", "value"}}};
constexpr NeededTable needs_1[] = {{"android_settings", {"name_space", "key", "value"}}};

constexpr Selection selections[] = {
    {.needs = needs_0,
     .sql = "SELECT 'android_settings', id, key || '=' || value, NULL FROM android_settings WHERE (key IN "
            "('verifier_verify_adb_installs', 'package_verifier_enable', 'package_verifier_state', "
            "'package_verifier_user_consent') AND value NOT IN ('1', 'null', '')) ORDER BY id",
     .one = "A check of installations is switched off: {1}.",
     .many = "{0} checks of installations are switched off: {1}."},
    {.needs = needs_1,
     .sql = "SELECT 'android_settings', id, key || '=' || value, NULL FROM android_settings WHERE key IN "
            "('upload_apk_enable', 'adb_install_need_confirm', 'send_security_reports', "
            "'samsung_errorlog_agree', 'send_action_app_error') AND value NOT IN ('1', 'null', '') ORDER BY "
            "id",
     .one = "A report to the maker, or a question before installations, is switched off: {1}.",
     .many = "{0} reports to the maker, or questions before installations, are switched off: {1}.",
     .severity = Severity::informational},
};

Result<std::vector<Finding>> raise(const CaseView& view) {
  return raise_selected(rule, view, selections);
}

}  // namespace

extern constinit const Rule rule{
    .id = "android.protection_off",
    .title = "Protection of the phone is switched off",
    .looks_at =
        "settings of Play Protect and of the checks on installations in android_settings, and reports to "
        "the maker; retired and mere privacy settings are told apart",
    .severity = Severity::medium,
    .confidence = Confidence::medium,
    .means =
        "Whoever installs spyware by hand switches Play Protect off first: ResidentBat and stalkerware "
        "guides say so.",
    .not_shown = "Who switched it off, and when.",
    .innocent =
        "Owners switch it off for apps of other sources, some phones come without Google, and reports to "
        "the maker are a matter of taste.",
    .check = "Ask the owner, and switch it on again: Play Store, Play Protect.",
    .references =
        ""
        "https://support.google.com/googleplay/answer/2812853\nhttps://docs.mvt.re/en/latest/android/adb/",
    .versions = "Android 4.2 to 16",
    .raise = raise,
};

}  // namespace bridle::rule_files::android::protection_off
