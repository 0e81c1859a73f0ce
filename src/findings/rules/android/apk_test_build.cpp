#include "findings/selected.h"

namespace bridle::rule_files::android::apk_test_build {

extern const Rule rule;

namespace {

constexpr NeededTable needs_0[] = {
    {"android_apk_files", {"file", "package", "is_debuggable", "is_test_only"}}};
constexpr NeededTable needs_1[] = {{"android_apk_signers", {"file", "role", "subject"}}};

constexpr Selection selections[] = {
    {.needs = needs_0,
     .sql = "SELECT 'android_apk_files', id, coalesce(package, file), NULL FROM android_apk_files WHERE "
            "is_debuggable = 1 OR is_test_only = 1 ORDER BY id",
     .one = "A collected app was built for debugging or for tests: {1}.",
     .many = "{0} collected apps were built for debugging or for tests: {1}."},
    {.needs = needs_1,
     .sql = "SELECT 'android_apk_signers', id, file, NULL FROM android_apk_signers WHERE role = 'signer' AND "
            "subject LIKE '%CN=Android Debug%' ORDER BY id",
     .one = "A collected app is signed with the key of a developer's machine: {1}.",
     .many = "{0} collected apps are signed with keys of developers' machines: {1}."},
};

Result<std::vector<Finding>> raise(const CaseView& view) {
  return raise_selected(rule, view, selections);
}

}  // namespace

extern constinit const Rule rule{
    .id = "android.apk_test_build",
    .title = "App that was never meant for a store",
    .looks_at =
        "debuggable and testOnly in the manifests of android_apk_files, and certificates of the name that "
        "build tools give to the key of each developer's machine",
    .severity = Severity::low,
    .confidence = Confidence::medium,
    .means =
        "No store takes such apps: it came over a cable or as a file. Test-only apps can be installed over "
        "ADB alone.",
    .not_shown = "That the app is harmful.",
    .innocent =
        "Developers, schools and enthusiasts have such apps, and so have small shops that never sign "
        "properly.",
    .check = "Ask the owner where it is from; look at android.packages for who installed it.",
    .references = "https://developer.android.com/guide/topics/manifest/application-element",
    .versions = "all",
    .raise = raise,
};

}  // namespace bridle::rule_files::android::apk_test_build
