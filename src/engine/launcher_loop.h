#pragma once

#include "engine/launcher.h"

namespace bridle {

/// Exit codes of a worker besides 0.
constexpr int worker_failed = 10, worker_out_of_memory = 11, worker_no_sandbox = 12;

/// What the launcher does until its socket closes: takes tasks, forks workers, watches their time, reports
/// their end.
void launcher_loop(int socket, TaskBody body);

namespace launcher_wire {
struct End {
  std::uint64_t ticket, peak_memory_kib;
  std::int32_t timed_out, signal, exit_code, unused;
};
/// A task in one datagram: ticket, packed task, and the descriptors that exist.
Result<> send_task(int socket, std::uint64_t ticket, const Task& task, const TaskFiles& files);
struct Received {
  std::uint64_t ticket = 0;
  Task task;
  TaskFiles files;
};
/// Faults: absent (the other end has closed), malformed.
Result<Received> receive_task(int socket);
}  // namespace launcher_wire

}  // namespace bridle
