#pragma once

#include <string_view>

namespace bridle {

/// Condition, in SQL over android_packages or android_apks, for an app outside the system behind which no
/// store stands: nobody installed it, or ADB, or the installer that opens a downloaded file.
constexpr std::string_view android_no_store =
    "is_system = 0 AND coalesce(installer, '') IN ('', 'com.android.shell', "
    "'com.google.android.packageinstaller', 'com.android.packageinstaller', 'com.miui.packageinstaller', "
    "'com.samsung.android.packageinstaller')";

}  // namespace bridle
