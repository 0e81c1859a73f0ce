#include "findings/selected.h"

namespace bridle::rule_files::android::background_sensor {

extern const Rule rule;

namespace {

constexpr NeededTable needs_0[] = {{"android_appops", {"package", "op", "entry", "app_state", "time"}},
                                   {"android_packages", {"package", "kind", "is_system"}}};

constexpr Selection selections[] = {
    {.needs = needs_0,
     .sql = "SELECT 'android_appops', t.id, t.package || ' (' || t.op || ')', t.time FROM android_appops t "
            "WHERE t.op IN ('RECORD_AUDIO', 'CAMERA', 'PROJECT_MEDIA', 'RECORD_INCOMING_PHONE_AUDIO') AND "
            "t.package IS NOT NULL AND ((t.entry = 'access' AND t.app_state IN ('bg', 'cch')) OR t.entry = "
            "'running') AND NOT EXISTS (SELECT 1 FROM android_packages p WHERE p.package = t.package AND "
            "p.kind = 'package' AND p.is_system = 1) ORDER BY t.id",
     .one = "An app used a sensor in the background, or while the dump was made: {1}.",
     .many = "{0} uses of sensors in the background, or while the dump was made: {1}."},
};

Result<std::vector<Finding>> raise(const CaseView& view) {
  return raise_selected(rule, view, selections);
}

}  // namespace

extern constinit const Rule rule{
    .id = "android.background_sensor",
    .title = "An app used the microphone, camera or place in the background",
    .looks_at =
        "android_appops with an access to RECORD_AUDIO, CAMERA or PROJECT_MEDIA in a state without a "
        "window (bg, cch, fgsvc), or going on when the dump was made, of apps outside the system",
    .severity = Severity::medium,
    .confidence = Confidence::low,
    .means =
        "Spyware listens while nobody looks at it. The phone notes the last use of each kind, with the "
        "state of the app.",
    .not_shown = "That anything was kept or sent. Each line is the last use only.",
    .innocent =
        "Calls, voice assistants, navigation and recorders go on in the background. Many of these are "
        "seen as a foreground service (fgsvc).",
    .check = "Compare the time with what the owner did. Look at android.app_capabilities for the same app.",
    .references = "https://source.android.com/docs/core/permissions/app-ops",
    .versions = "Android 10 to 16",
    .raise = raise,
};

}  // namespace bridle::rule_files::android::background_sensor
