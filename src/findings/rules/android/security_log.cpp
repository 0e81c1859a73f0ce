#include "findings/selected.h"

namespace bridle::rule_files::android::security_log {

extern const Rule rule;

namespace {

constexpr NeededTable needs_0[] = {
    {"android_security_events", {"event", "time", "success", "subject", "command", "path", "stored"}}};
constexpr NeededTable needs_1[] = {{"android_security_events", {"event", "time", "command", "path"}}};

constexpr Selection selections[] = {
    {.needs = needs_0,
     .sql = "SELECT 'android_security_events', id, event, time FROM android_security_events WHERE event IN "
            "('key_integrity_violation', 'wipe_failure') OR (event = 'cert_authority_installed' AND "
            "coalesce(success, 1) <> 0) OR event = 'cert_validation_failure' OR (event = "
            "'crypto_self_test_completed' AND success = 0) ORDER BY id",
     .one = "The security log holds events of a kind that seldom happens: {1}.",
     .many = "The security log holds events of {0} kinds that seldom happen: {1}."},
    {.needs = needs_1,
     .sql = "SELECT 'android_security_events', id, event, time FROM android_security_events WHERE event IN "
            "('adb_shell_interactive', 'adb_shell_cmd', 'adb_sync_send_file', 'adb_sync_recv_file') ORDER BY "
            "id",
     .one = "The phone was used over ADB: {1}.",
     .many = "The phone was used over ADB in {0} ways: {1}.",
     .severity = Severity::low},
};

Result<std::vector<Finding>> raise(const CaseView& view) {
  return raise_selected(rule, view, selections);
}

}  // namespace

extern constinit const Rule rule{
    .id = "android.security_log",
    .title = "Events of the security log that seldom happen",
    .looks_at =
        "android_security_events: a certificate authority installed, a certificate that failed, a key "
        "whose integrity broke, a failed wipe or self-test; commands and files over ADB are told apart",
    .severity = Severity::medium,
    .confidence = Confidence::medium,
    .means =
        "Advanced Protection keeps these events where spyware on the phone cannot change them later. "
        "Predator is said to install certificates, and ADB is the way of physical implants.",
    .not_shown = "Who did it.",
    .innocent =
        "Owners and employers install certificates; captive portals cause certificate failures; the "
        "collection of this evidence uses ADB itself.",
    .check = "Compare the time with the examination and with what the owner did.",
    .references = "https://developer.android.com/reference/android/app/admin/SecurityLog",
    .versions = "Android 16 with Advanced Protection",
    .raise = raise,
};

}  // namespace bridle::rule_files::android::security_log
