#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "indicators/indicator.h"

namespace bridle {

/// Makes a published value comparable: fills `normalised`, `prefix_bits`, `directory`, corrects `type` and
/// `platform`, and says in `notes` what was corrected or is doubtful. Gives the reason when the type was
/// corrected, else "". Faults: malformed (no such value can exist), unsupported (it can exist and never
/// match, or matches everything). The message is for the examiner and does not quote the value.
Result<std::string> normalise(Indicator& indicator);

/// A device path with "//", "." and ".." resolved and no slash at the end; "file://" and its escapes are
/// undone. Keeps the leading slash; relative paths stay relative.
std::string normalise_path(std::string_view path);

/// Is this path already as normalise_path would make it?
bool is_normal_path(std::string_view path);

/// The same path with the links of an iOS root directory resolved: /var, /tmp and /etc.
/// Source: `ls -l /` of iOS file-system dumps: var -> private/var, tmp -> private/var/tmp, etc ->
/// private/etc.
/// Borrows: `path`, or `storage`, which it fills when a link is met.
std::string_view resolve_ios_links(std::string_view path, std::string& storage);

/// The same path with the links and bind mounts of Android resolved: /data/user/0, the names of the shared
/// storage, and /etc. Source: init.rc and vold of AOSP: /data/user/0 shows /data/data; /sdcard,
/// /mnt/sdcard, /storage/self/primary and /data/media/0 all show /storage/emulated/0.
std::string_view resolve_android_links(std::string_view path, std::string& storage);

}  // namespace bridle
