#include "findings/selected.h"

namespace bridle::rule_files::android::apk_evasion {

extern const Rule rule;

namespace {

constexpr NeededTable needs_0[] = {{"android_apk_files", {"file", "package", "oddities"}}};
constexpr NeededTable needs_1[] = {{"android_apk_files", {"file", "package", "packer"}}};

constexpr Selection selections[] = {
    {.needs = needs_0,
     .sql = "SELECT 'android_apk_files', id, coalesce(package, file) || ' (' || oddities || ')', NULL FROM "
            "android_apk_files WHERE oddities IS NOT NULL ORDER BY id",
     .one = "A collected package is built in a way that no build tool builds and Android does not mind: {1}.",
     .many = "{0} collected packages are built in a way that no build tool builds and Android does not mind: "
             "{1}."},
    {.needs = needs_1,
     .sql = "SELECT 'android_apk_files', id, coalesce(package, file) || ' (' || packer || ')', NULL FROM "
            "android_apk_files WHERE packer IS NOT NULL ORDER BY id",
     .one = "The code of a collected package is hidden by a packer: {1}.",
     .many = "The code of {0} collected packages is hidden by packers: {1}.",
     .severity = Severity::low},
};

Result<std::vector<Finding>> raise(const CaseView& view) {
  return raise_selected(rule, view, selections);
}

}  // namespace

extern constinit const Rule rule{
    .id = "android.apk_evasion",
    .title = "Package that resists being looked at",
    .looks_at =
        "oddities and packers in android_apk_files: members marked as encrypted, unknown methods, "
        "contradicting headers, damaged binary XML; libraries that packers leave",
    .severity = Severity::medium,
    .confidence = Confidence::low,
    .means =
        "Android reads the central directory of a package and little else. Contradictions elsewhere are put "
        "there so that tools fail where the phone does not: bankers and droppers do so (BadPack, 2024). "
        "Packers hide code until it runs.",
    .not_shown = "What the app does. Nothing of it was run.",
    .innocent =
        "Games, banks and apps of Chinese makers are packed against copying; a package may have been damaged "
        "on its way. Bytes behind the end of a package can come from the collector.",
    .check =
        "Compare its digest with the one that the phone computed (android.apks) and with the maker's. Have "
        "it looked at by somebody who analyses apps.",
    .references = "https://unit42.paloaltonetworks.com/apk-badpack-malware-tampered-headers/",
    .versions = "all",
    .raise = raise,
};

}  // namespace bridle::rule_files::android::apk_evasion
