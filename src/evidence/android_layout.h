#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bridle {

/// What a tree of files of an Android phone is.
enum class AndroidLayout : std::uint8_t {
  none,
  bugreport,       ///< what dumpstate packs: a text, `FS/`
  androidqf,       ///< a collection by AndroidQF: `acquisition.json`, `packages.json`, `getprop.txt`
  backup,          ///< the content of an `.ab` file: `apps/<package>/`
  intrusion_logs,  ///< files `2026-05-01….txt` of Advanced Protection
};
constexpr std::string_view android_layout_names[] = {"none", "bugreport", "androidqf", "android_backup",
                                                     "intrusion_log"};
constexpr std::string_view name(AndroidLayout layout) {
  return android_layout_names[static_cast<std::size_t>(layout)];
}

struct FoundLayout {
  AndroidLayout layout = AndroidLayout::none;
  std::string leading;  ///< the one folder that all files stand in, with its slash; left out of paths
};

/// Tells by the names of files what they are. Source: android-artifacts.md 1.1 to 1.6.
class AndroidLayoutFinder {
 public:
  /// Takes the path of a file below the evidence, as DumpRoots::tidy gives it.
  void see(std::string_view path);
  FoundLayout found() const;

 private:
  std::optional<std::string> shared_;  // first component of every file so far
  bool is_shared_ = true;
  std::uint32_t outer_ = 0, inner_ = 0;  // signs met in paths, and in paths without their first component
};

/// How good a text a file of a bug report is, by its path without the leading folder: 0 is best; nothing when
/// it is none. Vendors' service menus write `dumpState_<model>_<time>.log`.
std::optional<int> bugreport_text_rank(std::string_view path);

/// Does a text begin as a bug report does, or as what dumpsys prints? For the first few kilobytes of a file.
bool is_bugreport_text(std::string_view head);

}  // namespace bridle
