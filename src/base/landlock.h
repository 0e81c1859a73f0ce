#pragma once

#include <string>

#include "base/file.h"
#include "base/result.h"

namespace bridle {

/// The version of Landlock that the kernel offers; 0 when it has none.
int landlock_abi();

/// What a process may still reach once it gave up everything else, for itself and whatever it starts: files
/// and folders by path, on every file system. What is open already stays open. Source:
/// Documentation/userspace-api/landlock.rst of Linux 6.12.
class LandlockRules {
 public:
  enum class Network { none, connect };
  enum class Access { read, write };  ///< write: also make, replace and remove files and folders below

  /// Nothing is allowed yet. `network`: TCP, where the kernel's Landlock knows of it (ABI 4). Faults: io;
  /// unsupported (the kernel has none).
  static Result<LandlockRules> make(Network network);
  /// A file, or a folder and everything below it, wherever links lead. A path that is not there is passed
  /// over. Faults: io.
  Result<> allow(const std::string& path, Access access);
  /// From now on, for this thread and those it starts. Not without no_new_privs. Faults: io.
  Result<> enter() const;

 private:
  explicit LandlockRules(Fd rules) : rules_(std::move(rules)) {}
  Fd rules_;
};

}  // namespace bridle
