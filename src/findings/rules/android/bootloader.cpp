#include "findings/selected.h"

namespace bridle::rule_files::android::bootloader {

extern const Rule rule;

namespace {

constexpr NeededTable properties[] = {{"android_properties", {"name", "value"}}};

constexpr Selection selections[] = {
    {.needs = properties,
     .sql = "SELECT 'android_properties', id, name || ' is ' || value, NULL FROM android_properties WHERE "
            "(name = 'ro.boot.verifiedbootstate' AND value IN ('orange', 'red')) OR (name IN "
            "('ro.boot.flash.locked') AND value = '0') OR (name = 'ro.boot.vbmeta.device_state' AND value = "
            "'unlocked') OR (name = 'ro.boot.veritymode' AND value IN ('disabled', 'eio')) OR (name = "
            "'ro.boot.selinux' AND value = 'permissive') ORDER BY id",
     .one = "The phone did not start a verified system: {1}.",
     .many = "The phone did not start a verified system ({0} properties): {1}."},
    {.needs = properties,
     .sql = "SELECT 'android_properties', id, name || ' is ' || value, NULL FROM android_properties WHERE "
            "(name = 'ro.boot.verifiedbootstate' AND value = 'yellow') OR (name IN ('ro.boot.warranty_bit', "
            "'ro.warranty_bit') AND value = '1') OR (name = 'sys.oem_unlock_allowed' AND value = '1') ORDER "
            "BY id",
     .one = "The phone runs, ran, or is allowed to run, a system of the choice of its holder: {1}.",
     .many = "The phone runs, ran, or is allowed to run, a system of the choice of its holder ({0} "
             "properties): {1}.",
     .severity = Severity::informational},
};

Result<std::vector<Finding>> raise(const CaseView& view) {
  return raise_selected(rule, view, selections);
}

}  // namespace

extern constinit const Rule rule{
    .id = "android.bootloader",
    .title = "The phone does not start a verified system",
    .looks_at =
        "properties of verified boot: ro.boot.verifiedbootstate other than green, an unlocked "
        "bootloader, verity off, a tripped warranty bit, SELinux permissive",
    .severity = Severity::medium,
    .confidence = Confidence::high,
    .means =
        "A locked bootloader starts only what the maker signed. Without it anyone with the phone in hand "
        "can put another system on it, and it survives a reset.",
    .not_shown = "That anyone but the owner did it.",
    .innocent =
        "Yellow is a system that the owner chose and locked (GrapheneOS); orange an unlocked phone of an "
        "enthusiast. A warranty bit stays set for ever after one other system.",
    .check = "Ask the owner. Look at the screen that the phone shows when it starts.",
    .references = "https://source.android.com/docs/security/features/verifiedboot/boot-flow",
    .versions = "Android 7 to 16",
    .raise = raise,
};

}  // namespace bridle::rule_files::android::bootloader
