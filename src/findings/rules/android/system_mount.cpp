#include "findings/selected.h"

namespace bridle::rule_files::android::system_mount {

extern const Rule rule;

namespace {

constexpr NeededTable needs_0[] = {{"android_mounts", {"mount_point", "is_writable", "is_system"}}};

constexpr Selection selections[] = {
    {.needs = needs_0,
     .sql = "SELECT 'android_mounts', id, mount_point, NULL FROM android_mounts WHERE (is_writable = 1 AND "
            "is_system = 1 AND mount_point NOT LIKE '/apex%' AND NOT (file_system IN ('rootfs', 'tmpfs') AND "
            "mount_point = '/')) OR mount_point LIKE '%/cacerts%' ORDER BY id",
     .one = "A part of the system is mounted writable or over certificates: {1}.",
     .many = "{0} parts of the system are mounted writable or over certificates: {1}."},
};

Result<std::vector<Finding>> raise(const CaseView& view) {
  return raise_selected(rule, view, selections);
}

}  // namespace

extern constinit const Rule rule{
    .id = "android.system_mount",
    .title = "Part of the system is mounted writable, or over certificates",
    .looks_at =
        "mounts in android_mounts of the system, vendor or product that can be written, and any mount "
        "over the folders of trusted certificates; the memory file system of /apex itself is left out",
    .severity = Severity::high,
    .confidence = Confidence::medium,
    .means =
        "The system of a phone is never written while it runs. A writable or overlaid part was changed "
        "by root; a mount over the certificates lets someone read encrypted traffic.",
    .not_shown = "What was changed, and by whom.",
    .innocent =
        "Rooted phones (Magisk mounts over parts of the system), and engineering builds. Certificate "
        "modules of researchers.",
    .check = "Compare with android.root_tools and ask the owner.",
    .references = "https://source.android.com/docs/core/architecture/partitions",
    .versions = "Android 5 to 16",
    .raise = raise,
};

}  // namespace bridle::rule_files::android::system_mount
