#include "findings/selected.h"

namespace bridle::rule_files::android::data_local_tmp {

extern const Rule rule;

namespace {

constexpr NeededTable needs_0[] = {{"android_files", {"path", "mode", "modified"}}};
constexpr NeededTable needs_1[] = {{"android_files", {"path", "mode", "modified"}}};
constexpr NeededTable needs_2[] = {{"android_processes", {"path"}}};
constexpr NeededTable needs_3[] = {{"android_file_times", {"path", "modified"}}, {"android_files", {"path"}}};

constexpr Selection selections[] = {
    {.needs = needs_0,
     .sql = "SELECT 'android_files', id, path, modified FROM android_files WHERE path LIKE "
            "'/data/local/tmp/%' AND path <> '/data/local/tmp/collector' AND coalesce(mode, '') NOT LIKE "
            "'d%' AND (mode LIKE '%x%' OR (mode GLOB '[0-7]*' AND (substr(mode, -3, 1) IN ('1', '3', '5', "
            "'7')))) ORDER BY id",
     .one = "An executable file lies in /data/local/tmp: {1}.",
     .many = "{0} executable files lie in /data/local/tmp: {1}.",
     .severity = Severity::high},
    {.needs = needs_1,
     .sql = "SELECT 'android_files', id, path, modified FROM android_files WHERE path LIKE "
            "'/data/local/tmp/%' AND path <> '/data/local/tmp/collector' AND coalesce(mode, '') NOT LIKE "
            "'%x%' AND NOT (coalesce(mode, '') GLOB '[0-7]*' AND substr(mode, -3, 1) IN ('1', '3', '5', "
            "'7')) ORDER BY id",
     .one = "A file lies in /data/local/tmp: {1}.",
     .many = "{0} files lie in /data/local/tmp: {1}."},
    {.needs = needs_2,
     .sql = "SELECT 'android_processes', id, path, NULL FROM android_processes WHERE path LIKE "
            "'/data/local/tmp/%' AND path <> '/data/local/tmp/collector' ORDER BY id",
     .one = "A program runs from /data/local/tmp: {1}.",
     .many = "{0} programs run from /data/local/tmp: {1}.",
     .severity = Severity::high},
    {.needs = needs_3,
     .sql =
         "SELECT 'android_file_times', t.id, t.path, t.modified FROM android_file_times t WHERE t.path LIKE "
         "'/data/local/tmp/%' AND t.path <> '/data/local/tmp/collector' AND NOT EXISTS (SELECT 1 FROM "
         "android_files f WHERE f.path = t.path) ORDER BY t.id",
     .one = "A file of /data/local/tmp was collected that the list of files does not have: {1}.",
     .many = "{0} files of /data/local/tmp were collected that the list of files does not have: {1}."},
};

Result<std::vector<Finding>> raise(const CaseView& view) {
  return raise_selected(rule, view, selections);
}

}  // namespace

extern constinit const Rule rule{
    .id = "android.data_local_tmp",
    .title = "Files or programs in /data/local/tmp",
    .looks_at =
        "files of android_files, copies in android_file_times that stand in no such list, and running "
        "programs of android_processes below /data/local/tmp, without "
        "the collector of AndroidQF; executable files and running programs weigh more",
    .severity = Severity::medium,
    .confidence = Confidence::medium,
    .means =
        "Only ADB and root write there. Predator kept its parts in /data/local/tmp/wd, a chain of 2023 "
        "in /data/local/tmp/dropbox, and extraction programs run from there.",
    .not_shown = "Who put them there, and what they do.",
    .innocent =
        "Developers, and other programs that examine or manage phones over a cable (scrcpy, installers, "
        "earlier collections).",
    .check =
        "Look at names, times and hashes, and ask who had the phone on a cable at that time "
        "(android_adb_state).",
    .references =
        ""
        "https://blog.talosintelligence.com/mercenary-intellexa-predator/\nhttps://securitylab.amnesty.org/"
        "latest/2023/03/new-android-hacking-campaign-linked-to-mercenary-spyware-company/",
    .versions = "Android 4 to 16",
    .raise = raise,
};

}  // namespace bridle::rule_files::android::data_local_tmp
