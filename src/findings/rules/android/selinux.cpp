#include "findings/selected.h"

namespace bridle::rule_files::android::selinux {

extern const Rule rule;

namespace {

constexpr NeededTable needs_0[] = {{"android_selinux_mode", {"mode"}}};
constexpr NeededTable needs_1[] = {{"android_log_events", {"kind", "is_permissive", "process", "time"}}};
constexpr NeededTable needs_2[] = {{"android_log_events", {"kind", "path", "process", "time"}}};

constexpr Selection selections[] = {
    {.needs = needs_0,
     .sql = "SELECT 'android_selinux_mode', id, mode, NULL FROM android_selinux_mode WHERE lower(mode) <> "
            "'enforcing' ORDER BY id",
     .one = "SELinux was not enforcing: {1}.",
     .many = "SELinux was not enforcing: {1}.",
     .severity = Severity::high},
    {.needs = needs_1,
     .sql = "SELECT 'android_log_events', id, coalesce(process, 'a process without a name'), time FROM "
            "android_log_events WHERE kind = 'selinux_denial' AND is_permissive = 1 AND "
            "coalesce(source_context, '') NOT LIKE 'u:r:su:%' ORDER BY id",
     .one = "The log holds denials of SELinux that were allowed all the same, of one program: {1}.",
     .many = "The log holds denials of SELinux that were allowed all the same, of {0} programs: {1}."},
    {.needs = needs_2,
     .sql = "SELECT 'android_log_events', id, path, time FROM android_log_events WHERE kind = "
            "'selinux_denial' AND path LIKE '/data/local/tmp/%' AND path <> '/data/local/tmp/collector' "
            "ORDER BY id",
     .one = "A denial of SELinux names a file of /data/local/tmp: {1}.",
     .many = "Denials of SELinux name {0} files of /data/local/tmp: {1}."},
};

Result<std::vector<Finding>> raise(const CaseView& view) {
  return raise_selected(rule, view, selections);
}

}  // namespace

extern constinit const Rule rule{
    .id = "android.selinux",
    .title = "SELinux does not enforce, or an app met its limits",
    .looks_at =
        "android_selinux_mode other than Enforcing, denials in android_log_events that were allowed all "
        "the same (permissive), and denials of programs in /data/local/tmp",
    .severity = Severity::medium,
    .confidence = Confidence::medium,
    .means =
        "SELinux keeps apps from the rest of the phone. Exploits and rooting tools switch it to "
        "permissive; Predator is said to work across its borders.",
    .not_shown = "Who switched it.",
    .innocent = "Rooted phones and engineering builds; single permissive domains of makers.",
    .check = "Look at android.root_tools and android.bootloader, and ask the owner.",
    .references = "https://source.android.com/docs/security/features/selinux",
    .versions = "Android 5 to 16",
    .raise = raise,
};

}  // namespace bridle::rule_files::android::selinux
