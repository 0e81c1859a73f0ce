#include "findings/selected.h"

namespace bridle::rule_files::android::native_crash {

extern const Rule rule;

namespace {

constexpr NeededTable needs_0[] = {{"android_tombstones", {"kind", "path", "pid", "uid", "file_name"}}};
constexpr NeededTable needs_1[] = {{"android_tombstones", {"kind", "path", "pid", "uid", "file_name"}}};
constexpr NeededTable needs_2[] = {{"android_tombstones", {"kind", "process", "uid", "time"}}};

constexpr Selection selections[] = {
    {.needs = needs_0,
     .sql = "SELECT 'android_tombstones', id, path, NULL FROM android_tombstones WHERE kind IN ('mapping', "
            "'frame', 'open_file') AND path LIKE '/data/local/tmp/%' ORDER BY id",
     .one = "A crashed process held a file of /data/local/tmp: {1}.",
     .many = "Crashed processes held {0} files of /data/local/tmp: {1}.",
     .severity = Severity::high},
    {.needs = needs_1,
     .sql = "SELECT 'android_tombstones', t.id, t.path, NULL FROM android_tombstones t WHERE t.kind IN "
            "('mapping', 'frame') AND t.path NOT LIKE '/data/local/tmp/%' AND EXISTS (SELECT 1 FROM "
            "android_tombstones c WHERE c.task = t.task AND c.kind = 'crash' AND c.uid < 10000) ORDER BY "
            "t.id",
     .one = "A crashed program of the system held code of an odd place: {1}.",
     .many = "Crashed programs of the system held code of {0} odd places: {1}.",
     .severity = Severity::medium},
    {.needs = needs_2,
     .sql = "SELECT 'android_tombstones', id, coalesce(process, 'a program without a name') || ' (user ' || "
            "uid || ')', time FROM android_tombstones WHERE kind = 'crash' AND uid IN (0, 1000, 2000) ORDER "
            "BY id",
     .one = "A program that runs as root, system or shell crashed: {1}.",
     .many = "{0} programs that run as root, system or shell crashed: {1}."},
};

Result<std::vector<Finding>> raise(const CaseView& view) {
  return raise_selected(rule, view, selections);
}

}  // namespace

extern constinit const Rule rule{
    .id = "android.native_crash",
    .title = "Crashes with foreign code, or of privileged programs",
    .looks_at =
        "android_tombstones: code of deleted files, of the data of apps or of /data/local/tmp in a "
        "process of the system; and crashes of programs that run as root, system or shell",
    .severity = Severity::low,
    .confidence = Confidence::low,
    .means =
        "An attack that fails often ends in a crash, and code that was put into a process stands in its "
        "memory map.",
    .not_shown = "An attack. Programs crash every day.",
    .innocent =
        "Apps with libraries of their own, phones of makers with faulty drivers, and adbd, which crashes "
        "when a cable is pulled.",
    .check =
        "Look at the process, the cause and the time; compare with android_exit_info and with what came "
        "in at that time.",
    .references = "https://source.android.com/docs/core/tests/debug/native-crash",
    .versions = "Android 4 to 16",
    .raise = raise,
};

}  // namespace bridle::rule_files::android::native_crash
