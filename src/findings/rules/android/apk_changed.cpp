#include "findings/selected.h"

namespace bridle::rule_files::android::apk_changed {

extern const Rule rule;

namespace {

constexpr NeededTable needs_0[] = {{"android_apk_files", {"package", "sha256"}},
                                   {"android_apks", {"package", "sha256"}}};

constexpr Selection selections[] = {
    {.needs = needs_0,
     .sql = "SELECT 'android_apk_files', f.id, f.package, NULL FROM android_apk_files f WHERE EXISTS (SELECT "
            "1 FROM android_apks a WHERE a.package = f.package AND a.sha256 <> '') AND NOT EXISTS (SELECT 1 "
            "FROM android_apks a WHERE a.package = f.package AND lower(a.sha256) = f.sha256) ORDER BY f.id",
     .one = "A collected package is not the file that the phone had of it when it was listed: {1}.",
     .many =
         "{0} collected packages are not the files that the phone had of them when they were listed: {1}."},
};

Result<std::vector<Finding>> raise(const CaseView& view) {
  return raise_selected(rule, view, selections);
}

}  // namespace

extern constinit const Rule rule{
    .id = "android.apk_changed",
    .title = "Collected package with another digest than on the phone",
    .looks_at =
        "SHA-256 of the packages in android_apk_files against those that the phone computed, in "
        "android_apks, of the same app",
    .severity = Severity::medium,
    .confidence = Confidence::medium,
    .means =
        "The phone computes the digests of its apps before they are copied. A copy with another digest was "
        "changed on its way, or the phone gave out something else than it runs.",
    .not_shown = "Which of the two happened, and who changed it.",
    .innocent =
        "The app was updated between the listing and the copy; the copy broke off; somebody replaced the "
        "file in the collection.",
    .check =
        "Compare sizes and versions. Collect the app again. Look whether hashes.csv of the collection names "
        "the copy.",
    .references = "https://github.com/mvt-project/androidqf",
    .versions = "all",
    .raise = raise,
};

}  // namespace bridle::rule_files::android::apk_changed
