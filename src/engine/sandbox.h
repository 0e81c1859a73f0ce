#pragma once

#include <string>
#include <vector>

#include "base/limits.h"
#include "base/result.h"

namespace bridle {

/// Which rings hold on this machine. Recorded in the manifest and the report of every run.
struct SandboxState {
  bool seccomp = false;     ///< allow-list of system calls in workers
  int landlock = 0;         ///< ABI of Landlock, 0 = the kernel has none
  bool limits = false;      ///< address space, file size, CPU, no core dump
  bool no_network = false;  ///< the program itself cannot make a socket of any network family
  /// One sentence for each ring that is missing; empty when all hold.
  std::vector<std::string> missing() const;
};

/// Tries each ring in a child process of its own and says which hold.
SandboxState probe_sandbox();

/// For the whole program, before anything else: no new privileges, no core dump, no sockets but local pairs,
/// those that were inherited closed, no program start, no reaching into other processes. Faults: io (the
/// kernel refuses: the caller says so and goes on).
Result<> forbid_network();

/// For a worker that holds its descriptors already: no paths (Landlock), a short list of system calls
/// (seccomp), limits. After it returns, the process can read and write what it holds, allocate, and end. A
/// ring that the kernel lacks is passed over: probe_sandbox has said so.
Result<> enter_sandbox(const Limits& limits);

}  // namespace bridle
