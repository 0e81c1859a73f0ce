#include "engine/launcher.h"

#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <deque>

#include "base/file.h"
#include "engine/launcher_loop.h"
#include "evidence/archive_reader.h"

namespace bridle {
namespace {

class Sandboxed final : public TaskRunner {
 public:
  Sandboxed(Fd socket, pid_t launcher) : socket_(std::move(socket)), launcher_(launcher) {}
  ~Sandboxed() override {
    socket_.reset();  // the launcher sees the end and leaves
    int status = 0;
    ::waitpid(launcher_, &status, 0);
  }
  Sandboxed(const Sandboxed&) = delete;
  Sandboxed& operator=(const Sandboxed&) = delete;

  Result<> start(std::uint64_t ticket, const Task& task, const TaskFiles& files) override {
    return launcher_wire::send_task(socket_.get(), ticket, task, files);
  }

  Result<TaskEnd> next_end() override {
    TaskEnd end;
    launcher_wire::End wire{};
    ssize_t got = 0;
    do got = ::recv(socket_.get(), &wire, sizeof wire, 0);
    while (got < 0 && errno == EINTR);
    if (got != static_cast<ssize_t>(sizeof wire))
      return fail(Fault::io, "the launcher of worker processes has ended");
    end.ticket = wire.ticket;
    end.timed_out = wire.timed_out != 0;
    end.signal = wire.signal;
    end.exit_code = wire.exit_code;
    end.peak_memory_kib = wire.peak_memory_kib;
    return end;
  }

 private:
  Fd socket_;
  pid_t launcher_;
};

class InProcess final : public TaskRunner {
 public:
  explicit InProcess(TaskBody body) : body_(body) {}
  Result<> start(std::uint64_t ticket, const Task& task, const TaskFiles& files) override {
    Secret packed = pack_task(task);
    Task copy = TRY(unpack_task(packed.bytes()));
    TaskEnd end;
    end.ticket = ticket;
    end.exit_code = body_(copy, files);
    ended_.push_back(end);
    return {};
  }
  Result<TaskEnd> next_end() override {
    if (ended_.empty()) return fail(Fault::absent, "no task is running");
    TaskEnd end = ended_.front();
    ended_.pop_front();
    return end;
  }

 private:
  TaskBody body_;
  std::deque<TaskEnd> ended_;
};

}  // namespace

std::string TaskEnd::trouble(const Limits& limits) const {
  if (timed_out) return fmt::format("was stopped after {} s", limits.seconds);
  switch (signal) {
    case 0:
      break;
    case SIGSYS:
      return "was stopped by the sandbox: it made a forbidden system call";
    case SIGXCPU:
      return "was stopped at its limit of processor time";
    case SIGXFSZ:
      return "was stopped at its limit of output";
    case SIGBUS:
      return "crashed: the file changed while it was read";
    default:
      return fmt::format("crashed with signal {}", signal);
  }
  if (exit_code == worker_out_of_memory) return "was stopped at its limit of memory";
  if (exit_code == worker_no_sandbox) return "was not started: the sandbox could not be entered";
  if (exit_code != 0) return fmt::format("ended with code {} before its records were whole", exit_code);
  return {};
}

Result<std::unique_ptr<TaskRunner>> start_launcher(TaskBody body) {
  int pair[2];
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
    return fail(Fault::io, fmt::format("cannot start workers: {}", system_message(errno)));
  Fd ours{pair[0]}, theirs{pair[1]};
  pid_t child = ::fork();
  if (child < 0) return fail(Fault::io, fmt::format("cannot start workers: {}", system_message(errno)));
  if (child == 0) {
    ours.reset();
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::signal(SIGINT, SIG_IGN);  // the examiner's Ctrl-C ends the parent, whose end ends this
    prepare_archive_names();
    launcher_loop(theirs.get(), body);
    ::_exit(0);
  }
  return std::make_unique<Sandboxed>(std::move(ours), child);
}

std::unique_ptr<TaskRunner> run_in_process(TaskBody body) {
  prepare_archive_names();
  return std::make_unique<InProcess>(body);
}

}  // namespace bridle
