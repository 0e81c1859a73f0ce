#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "engine/task.h"

namespace bridle {

/// How a worker came to its end, as the launcher saw it.
struct TaskEnd {
  std::uint64_t ticket = 0;
  bool timed_out = false;
  int signal = 0;     ///< that killed it, 0 = none
  int exit_code = 0;  ///< 0 = it finished its batch
  std::uint64_t peak_memory_kib = 0;
  /// Empty when it ended well; otherwise what happened, for the coverage row.
  std::string trouble(const Limits& limits) const;
};

/// What a worker does with a task; runs in the worker, returns its exit code.
using TaskBody = int (*)(Task& task, const TaskFiles& files);

/// Runs tasks. Two exist: worker processes in the cage (what ships), and this process (tests, fuzzers,
/// debugger).
class TaskRunner {
 public:
  virtual ~TaskRunner() = default;
  /// Hands a task over; the descriptors stay the caller's. Faults: io.
  virtual Result<> start(std::uint64_t ticket, const Task& task, const TaskFiles& files) = 0;
  /// Waits for the next task to end. Faults: io (the launcher is gone).
  virtual Result<TaskEnd> next_end() = 0;
};

/// Starts the launcher: a small process of one thread that forks a worker for each task, so that a worker
/// inherits neither the password nor the examiner's memory. Call it before threads and secrets exist.
Result<std::unique_ptr<TaskRunner>> start_launcher(TaskBody body);
/// Runs each task at once, here, without a cage.
std::unique_ptr<TaskRunner> run_in_process(TaskBody body);

}  // namespace bridle
