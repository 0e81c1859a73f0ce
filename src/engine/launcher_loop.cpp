#include "engine/launcher_loop.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <new>
#include <vector>

#include "base/file.h"
#include "base/sqlite.h"
#include "engine/sandbox.h"

namespace bridle {
namespace {

std::int64_t monotonic_ms() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000 + now.tv_nsec / 1'000'000;
}

struct Running {
  std::uint64_t ticket;
  pid_t pid;
  Fd handle;  // pidfd: readable when the worker has ended
  std::int64_t deadline_ms;
  bool timed_out = false;
};

void close_all(const TaskFiles& f) {
  for (int fd : {f.content, f.wal, f.extra, f.output, f.scratch, f.keys})
    if (fd >= 0) ::close(fd);
}

// Everything that the worker was not given is closed before it meets a byte of evidence.
void keep_only(const TaskFiles& f) {
  std::vector<int> kept;
  for (int fd : {f.content, f.wal, f.extra, f.output, f.scratch, f.keys})
    if (fd >= 0) kept.push_back(fd);
  std::ranges::sort(kept);
  unsigned from = 3;  // 0 to 2 lead to /dev/null, but for the sanitizers' complaints
  for (int fd : kept) {
    auto at = static_cast<unsigned>(fd);
    if (at > from) ::syscall(SYS_close_range, from, at - 1, 0);
    from = at + 1;
  }
  ::syscall(SYS_close_range, from, ~0U, 0);
}

[[noreturn]] void work(launcher_wire::Received& received, TaskBody body) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  keep_only(received.files);
  use_databases_from_one_thread();
  int code = worker_failed;
  // The one catch of the project: what the standard library throws around a task ends that task.
  try {
    code = enter_sandbox(received.task.limits) ? body(received.task, received.files) : worker_no_sandbox;
  } catch (const std::bad_alloc&) {
    code = worker_out_of_memory;
  } catch (...) {
    code = worker_failed;
  }
  ::_exit(code);
}

void report(int socket, const Running& worker) {
  int status = worker_failed << 8;  // stands when there was no process to wait for
  rusage usage{};
  while (worker.pid > 0 && ::wait4(worker.pid, &status, 0, &usage) < 0 && errno == EINTR) {
  }
  launcher_wire::End end{};
  end.ticket = worker.ticket;
  end.peak_memory_kib = static_cast<std::uint64_t>(usage.ru_maxrss);
  end.timed_out = worker.timed_out;
  if (WIFSIGNALED(status)) end.signal = WTERMSIG(status);
  if (WIFEXITED(status)) end.exit_code = WEXITSTATUS(status);
  while (::send(socket, &end, sizeof end, MSG_NOSIGNAL) < 0 && errno == EINTR) {
  }
}

// Workers have no terminal: what a library prints would be evidence text on the examiner's screen.
void silence() {
  int nowhere = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  ::dup2(nowhere, 0);
  ::dup2(nowhere, 1);
#if !defined(__SANITIZE_ADDRESS__)
  ::dup2(nowhere, 2);
#endif
}

}  // namespace

void launcher_loop(int socket, TaskBody body) {
  silence();
  std::vector<Running> running;
  for (;;) {
    std::vector<pollfd> watched{{socket, POLLIN, 0}};
    std::int64_t now = monotonic_ms(), wait = -1;
    for (Running& worker : running) {
      watched.push_back({worker.handle.get(), POLLIN, 0});
      std::int64_t left = std::max<std::int64_t>(0, worker.deadline_ms - now);
      if (!worker.timed_out) wait = wait < 0 ? left : std::min(wait, left);
    }
    ::poll(watched.data(), watched.size(), static_cast<int>(std::min<std::int64_t>(wait, 60'000)));
    now = monotonic_ms();
    for (std::size_t i = running.size(); i > 0; --i) {
      Running& worker = running[i - 1];
      if ((watched[i].revents & POLLIN) != 0) {
        report(socket, worker);
        running.erase(running.begin() + static_cast<std::ptrdiff_t>(i - 1));
      } else if (now >= worker.deadline_ms && !worker.timed_out) {
        worker.timed_out = true;
        ::kill(worker.pid, SIGKILL);
      }
    }
    if ((watched[0].revents & (POLLIN | POLLHUP)) == 0) continue;
    auto received = launcher_wire::receive_task(socket);
    if (!received) break;
    pid_t pid = ::fork();
    if (pid == 0) work(*received, body);
    close_all(received->files);
    Running worker{received->ticket, pid,
                   Fd{pid < 0 ? -1 : static_cast<int>(::syscall(SYS_pidfd_open, pid, 0))},
                   now + received->task.limits.seconds * 1000};
    if (worker.handle)
      running.push_back(std::move(worker));
    else
      report(socket, worker);  // no process, or a kernel that cannot watch one: wait for it here
  }
  for (Running& worker : running) ::kill(worker.pid, SIGKILL);
}

}  // namespace bridle
