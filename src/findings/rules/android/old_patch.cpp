#include "findings/selected.h"

namespace bridle::rule_files::android::old_patch {

extern const Rule rule;

namespace {

constexpr NeededTable needs_0[] = {{"android_properties", {"name", "value"}}};

constexpr Selection selections[] = {
    {.needs = needs_0,
     .sql = "SELECT 'android_properties', id, value || ', when the evidence is of ' || substr(made, 1, 10), "
            "NULL FROM android_properties, (SELECT value AS made FROM device WHERE key = 'dump_local_time') "
            "WHERE name = 'ro.build.version.security_patch' AND julianday(substr(made, 1, 10)) - "
            "julianday(value) > 730 ORDER BY id",
     .one = "The security patch level is more than two years old: {1}.",
     .many = "The security patch levels are more than two years old: {1}."},
    {.needs = needs_0,
     .sql = "SELECT 'android_properties', id, value || ', when the evidence is of ' || substr(made, 1, 10), "
            "NULL FROM android_properties, (SELECT value AS made FROM device WHERE key = 'dump_local_time') "
            "WHERE name = 'ro.build.version.security_patch' AND julianday(substr(made, 1, 10)) - "
            "julianday(value) > 186 AND julianday(substr(made, 1, 10)) - julianday(value) <= 730 ORDER BY id",
     .one = "The security patch level is more than half a year old: {1}.",
     .many = "The security patch levels are more than half a year old: {1}.",
     .severity = Severity::low},
};

Result<std::vector<Finding>> raise(const CaseView& view) {
  return raise_selected(rule, view, selections);
}

}  // namespace

extern constinit const Rule rule{
    .id = "android.old_patch",
    .title = "Old security patch level",
    .looks_at =
        "ro.build.version.security_patch in android_properties against the day that the dump itself names, "
        "not against today: the same evidence gives the same finding in any year",
    .severity = Severity::medium,
    .confidence = Confidence::high,
    .means =
        "Published exploits work on a phone that lacks the patches of years. It says how easily the phone "
        "could be taken over, and nothing of whether it was.",
    .not_shown = "That anything was exploited.",
    .innocent = "Makers stop sending patches after a few years, and owners put updates off.",
    .check =
        "Settings, About phone, Android security patch level. Look whether the maker still sends patches for "
        "this model.",
    .references = "https://source.android.com/docs/security/bulletin",
    .versions = "Android 6 to 16",
    .raise = raise,
};

}  // namespace bridle::rule_files::android::old_patch
