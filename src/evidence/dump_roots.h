#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bridle {

/// Finds where the file system of an iPhone begins among the paths of a dump, and gives the device's own
/// paths. Tools store it with `private/var` or, a link resolved, `var`; below a folder of their own or not;
/// the data volume alone, as what stands below /private/var; or system and data volume side by side. Source:
/// dumps by UFED ("filesystem1", "filesystem2"), checkm8 and jailbreak scripts; ios-artifacts.md 0.
class DumpRoots {
 public:
  /// Folders that may stand in front of a root.
  static constexpr int deepest = 4;

  /// Takes a path below the evidence, as `tidy` gives it.
  void see(std::string_view path);
  bool found() const { return !roots_.empty(); }
  /// The device path. A path outside of every root keeps its own, behind a slash.
  std::string device_path(std::string_view path) const;
  /// What was found, for a note: "private/var below filesystem1/".
  std::vector<std::string> notes() const;

  /// A path without leading slash, empty components and "."; nothing when it is empty then, has "..", a NUL
  /// or is longer than 4096 bytes: no such path is resolved. Nothing is ever opened by it but below the
  /// evidence.
  static std::optional<std::string> tidy(std::string_view path);

 private:
  enum class Shape { private_var, var, data };
  struct Root {
    std::string prefix;  // "" or ends in a slash
    Shape shape;
  };
  std::vector<Root> roots_;  // longest prefix first
};

}  // namespace bridle
