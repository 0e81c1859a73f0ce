#include "findings/selected.h"

namespace bridle::rule_files::android::root_tools {

extern const Rule rule;

namespace {

// Managers of root access and tools that hide it; both lists of apps are searched for them.
#define ROOT_APPS                                                                            \
  "('com.noshufou.android.su', 'com.noshufou.android.su.elite', 'eu.chainfire.supersu', "    \
  "'com.koushikdutta.superuser', 'com.thirdparty.superuser', 'com.yellowes.su', "            \
  "'com.koushikdutta.rommanager', 'com.koushikdutta.rommanager.license', "                   \
  "'com.dimonvideo.luckypatcher', 'com.chelpus.lackypatch', 'com.ramdroid.appquarantine', "  \
  "'com.ramdroid.appquarantinepro', 'com.devadvance.rootcloak', "                            \
  "'com.devadvance.rootcloakplus', 'de.robv.android.xposed.installer', "                     \
  "'com.saurik.substrate', 'com.zachspong.temprootremovejb', 'com.amphoras.hidemyroot', "    \
  "'com.amphoras.hidemyrootadfree', 'com.formyhm.hiderootPremium', 'com.formyhm.hideroot', " \
  "'me.phh.superuser', 'eu.chainfire.supersu.pro', 'com.kingouser.com', "                    \
  "'com.topjohnwu.magisk', 'me.weishu.kernelsu', 'me.bmax.apatch', "                         \
  "'io.github.huskydg.magisk', 'io.github.vvb2060.magisk', 'org.lsposed.manager')"

constexpr NeededTable needs_0[] = {{"android_packages", {"kind", "package", "first_install"}}};
constexpr NeededTable needs_1[] = {{"android_apks", {"package", "stored"}}};
constexpr NeededTable needs_2[] = {{"android_root_binaries", {"path"}}};
constexpr NeededTable needs_3[] = {{"android_properties", {"name", "value"}}};

constexpr Selection selections[] = {
    {.needs = needs_0,
     .sql = "SELECT 'android_packages', id, package, first_install FROM android_packages WHERE package "
            "IN " ROOT_APPS " ORDER BY id",
     .one = "An app that manages or hides root access is installed: {1}.",
     .many = "{0} apps that manage or hide root access are installed: {1}."},
    {.needs = needs_1,
     .sql = "SELECT 'android_apks', id, package, NULL FROM android_apks WHERE stored <> '' AND package "
            "IN " ROOT_APPS " ORDER BY id",
     .one = "The list of apps holds one that manages or hides root access: {1}.",
     .many = "The list of apps holds {0} that manage or hide root access: {1}."},
    {.needs = needs_2,
     .sql = "SELECT 'android_root_binaries', id, path, NULL FROM android_root_binaries ORDER BY id",
     .one = "A program for root access lies on the phone: {1}.",
     .many = "{0} programs for root access lie on the phone: {1}.",
     .severity = Severity::high},
    {.needs = needs_3,
     .sql = "SELECT 'android_properties', id, name || ' is ' || value, NULL FROM android_properties WHERE "
            "(name = 'ro.debuggable' AND value = '1') OR (name = 'ro.secure' AND value = '0') OR (name = "
            "'ro.adb.secure' AND value = '0') OR (name = 'ro.build.tags' AND value LIKE '%test-keys%') OR "
            "(name = 'ro.build.type' AND value IN ('userdebug', 'eng')) ORDER BY id",
     .one = "The system is a build that lets root in: {1}.",
     .many = "The system is a build that lets root in ({0} properties): {1}."},
};

Result<std::vector<Finding>> raise(const CaseView& view) {
  return raise_selected(rule, view, selections);
}

}  // namespace

extern constinit const Rule rule{
    .id = "android.root_tools",
    .title = "Tools of a rooted phone",
    .looks_at =
        "known managers of root access among the apps, programs for root access in "
        "android_root_binaries, and properties of builds that let root in (ro.debuggable, ro.secure, "
        "ro.build.tags, ro.build.type)",
    .severity = Severity::medium,
    .confidence = Confidence::high,
    .means =
        "With root, apps and whoever holds the phone can read everything and hide. Enthusiasts do it on "
        "purpose; an attacker with the phone in hand can do it too. What else this examination shows is "
        "then less sure, for root can change it.",
    .not_shown = "That anyone but the owner did it, or that spyware is there.",
    .innocent =
        "Owners who root their phones or run another system (LineageOS, developers builds), and "
        "refurbished phones.",
    .check = "Ask the owner. If they know of it, judge the rest of the findings with that in mind.",
    .references = "https://source.android.com/docs/security/features/verifiedboot",
    .versions = "Android 4 to 16",
    .raise = raise,
};

}  // namespace bridle::rule_files::android::root_tools
