#include "findings/selected.h"

namespace bridle::rule_files::android::device_owner {

extern const Rule rule;

namespace {

constexpr NeededTable needs_0[] = {{"android_device_policy", {"kind", "package", "is_test_only"}},
                                   {"android_packages", {"package", "kind", "is_system"}}};
constexpr NeededTable needs_1[] = {{"android_device_policy", {"kind", "package", "is_test_only"}}};

constexpr Selection selections[] = {
    {.needs = needs_0,
     .sql = "SELECT 'android_device_policy', t.id, t.package, NULL FROM android_device_policy t WHERE "
            "coalesce(t.is_test_only, 0) = 0 AND NOT EXISTS (SELECT 1 FROM android_packages p WHERE "
            "p.package = t.package AND p.is_system = 1) ORDER BY t.id",
     .one = "An app outside the system administers the phone: {1}.",
     .many = "{0} apps outside the system administer the phone: {1}."},
    {.needs = needs_1,
     .sql = "SELECT 'android_device_policy', id, package, NULL FROM android_device_policy WHERE is_test_only "
            "= 1 ORDER BY id",
     .one = "An administrator was set for tests, over ADB: {1}.",
     .many = "{0} administrators were set for tests, over ADB: {1}.",
     .severity = Severity::medium},
};

Result<std::vector<Finding>> raise(const CaseView& view) {
  return raise_selected(rule, view, selections);
}

}  // namespace

extern constinit const Rule rule{
    .id = "android.device_owner",
    .title = "The phone or a profile is administered",
    .looks_at =
        "device owners, profile owners and administrators in android_device_policy, of apps outside the "
        "system; those set for tests over ADB weigh more",
    .severity = Severity::low,
    .confidence = Confidence::medium,
    .means =
        "An administrator can lock or wipe the phone and refuse to be removed; stalkerware asks for it. "
        "A test administrator was set over a cable.",
    .not_shown = "That it was used against the owner.",
    .innocent = "Phones of employers and schools, work profiles, find-my-phone and antivirus apps.",
    .check =
        "Ask the owner whether the phone is managed, and by whom (Settings, Security, Device admin "
        "apps).",
    .references = "https://developer.android.com/work/device-admin",
    .versions = "Android 5 to 16",
    .raise = raise,
};

}  // namespace bridle::rule_files::android::device_owner
