#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/dumpsys_text.h"

namespace bridle {

/// A value as it is; nothing for "" and for "null", by which the dump prints nothing.
inline std::optional<std::string_view> dump_stated(std::string_view value) {
  return value.empty() || value == "null" ? std::nullopt : std::optional(value);
}

/// A permission in a package's block.
struct DumpPermission {
  std::int64_t line = 0;
  std::string_view kind;  ///< declared, requested, install, runtime
  std::optional<std::int64_t> user;
  std::string_view name;
  std::optional<bool> granted;
  std::string_view details;  ///< what follows the name: protection, flags
};

/// What a package is to one user of the phone.
struct DumpPackageUser {
  std::int64_t line = 0, user = 0;
  std::string_view states;                                           ///< the rest of its first line
  std::vector<std::pair<std::string_view, std::string_view>> facts;  ///< the lines below
  std::vector<std::string_view> enabled_components, disabled_components;
  /// "" when there is none.
  std::string_view fact(std::string_view key) const;
};

/// A block of `dumpsys package`. Borrows: the section.
struct DumpPackage {
  std::int64_t line = 0;
  std::string_view list;  ///< package, hidden_system (the copy that an update replaced), shared_user
  std::string_view name;
  std::vector<std::pair<std::string_view, std::string_view>>
      facts;  ///< key and value, in the order of the dump
  std::vector<DumpPermission> permissions;
  std::vector<DumpPackageUser> users;
  std::string_view fact(std::string_view key) const;
};

/// Reads the blocks of the lists `Packages:`, `Hidden system packages:` and `Shared users:` one after
/// another. Indentation counts from the block's own heading, for some vendors shift it. Source: AOSP
/// com.android.server.pm.Settings.dumpPackageLPr; android-artifacts.md 2.8.
class DumpPackageReader {
 public:
  explicit DumpPackageReader(std::string_view section, std::int64_t first = 1) : lines_(section, first) {}
  /// The next block; nothing at the end.
  std::optional<DumpPackage> next();
  /// Headings of packages in the section, in whatever list, and blocks that were given.
  std::int64_t headings() const { return headings_; }
  std::int64_t blocks() const { return blocks_; }
  std::vector<std::string> notes() const;

 private:
  void read_line(DumpPackage& package, const DumpLine& line, std::size_t base);
  void read_user_line(DumpPackage& package, const DumpLine& line, std::size_t base);
  DumpLines lines_;
  std::string_view list_;        // of the blocks here, or empty
  std::string_view group_;       // title of the members that follow
  std::string_view user_group_;  // the same in a user's block
  std::int64_t headings_ = 0, blocks_ = 0;
};

}  // namespace bridle
