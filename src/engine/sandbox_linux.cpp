#include <fmt/format.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "base/file.h"
#include "base/landlock.h"
#include "base/sanitized.h"
#include "base/text.h"
#include "engine/sandbox.h"

namespace bridle {
namespace {

// What a parser needs that has its files open: reading, writing its batch, memory, and the end. Nothing that
// takes a path, makes a process or a socket, or changes metadata.
constexpr int allowed[] = {
    SCMP_SYS(read),
    SCMP_SYS(pread64),
    SCMP_SYS(readv),
    SCMP_SYS(write),
    SCMP_SYS(pwrite64),
    SCMP_SYS(writev),
    SCMP_SYS(lseek),
    SCMP_SYS(fstat),
    SCMP_SYS(ftruncate),
    SCMP_SYS(dup),
    SCMP_SYS(close),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(brk),
    SCMP_SYS(madvise),
    SCMP_SYS(mlock),
    SCMP_SYS(munlock),
    SCMP_SYS(futex),
    SCMP_SYS(sched_yield),
    SCMP_SYS(getrandom),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(nanosleep),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(tgkill),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(getrusage),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(rseq),
    SCMP_SYS(membarrier),
};

constexpr unsigned prot_exec = 4;

// The library's own macros for this are C compound literals.
scmp_arg_cmp when(unsigned argument, scmp_compare how, scmp_datum_t a, scmp_datum_t b) {
  return {argument, how, a, b};
}

Result<> lay_filter(scmp_filter_ctx filter) {
  auto check = [](int code, std::string_view what) -> Result<> {
    if (code < 0) return fail(Fault::io, fmt::format("seccomp {}: {}", what, system_message(-code)));
    return {};
  };
  for (int call : allowed) TRY(check(seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0), "rule"));
  // The undefined-behaviour sanitizer asks a pipe whether memory can be read.
  if (sanitized) TRY(check(seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(pipe2), 0), "rule"));
  // Memory may be mapped and protected, but never made executable.
  for (int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)})
    TRY(check(seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 1, when(2, SCMP_CMP_MASKED_EQ, prot_exec, 0)),
              "rule"));
  // glibc asks for a file's status through newfstatat with an empty path; with any other path it fails
  // harmlessly.
  TRY(check(seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(newfstatat), 1,
                             when(3, SCMP_CMP_MASKED_EQ, 0x1000, 0x1000)),
            "rule"));
  // Looking for a file or a terminal is answered with an error, not with death: libraries ask at their first
  // use.
  for (int call : {SCMP_SYS(openat), SCMP_SYS(open), SCMP_SYS(access), SCMP_SYS(readlink), SCMP_SYS(ioctl),
                   SCMP_SYS(uname), SCMP_SYS(fcntl), SCMP_SYS(prctl), SCMP_SYS(sysinfo)})
    TRY(check(seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), call, 0), "rule"));
  return check(seccomp_load(filter), "load");
}

Result<> enter_seccomp() {
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
  if (filter == nullptr) return fail(Fault::io, "seccomp is not to be had");
  auto laid = lay_filter(filter);
  seccomp_release(filter);
  return laid;
}

// Nothing is allowed: no path can be opened any more.
Result<> enter_landlock() {
  if (landlock_abi() == 0) return {};
  return TRY(LandlockRules::make(LandlockRules::Network::none)).enter();
}

Result<> cap(__rlimit_resource resource, std::uint64_t value) {
  rlimit limit{value, value};
  if (::setrlimit(resource, &limit) != 0)
    return fail(Fault::io, fmt::format("limit: {}", system_message(errno)));
  return {};
}

Result<> enter_limits(const Limits& limits) {
  TRY(cap(RLIMIT_CORE, 0));
  TRY(cap(RLIMIT_FSIZE, limits.output_bytes));
  TRY(cap(RLIMIT_CPU, static_cast<std::uint64_t>(limits.seconds) + 5));
  // The sanitizers reserve terabytes of address space; they are never what ships.
  if (!sanitized) TRY(cap(RLIMIT_AS, limits.memory_bytes));
  return {};
}

bool holds(Result<> (*ring)()) {
  pid_t child = ::fork();
  if (child == 0) ::_exit(ring() ? 0 : 1);
  int status = 0;
  return child > 0 && ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

Result<> no_new_privileges() {
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return fail(Fault::io, "no_new_privs was refused");
  return {};
}

}  // namespace

namespace {

// A socket that whoever started the program left open would be a network that no filter sees. The standard
// streams stay: they may be one.
void close_inherited_sockets() {
  auto folder = open_directory("/proc/self/fd");
  auto names = folder ? names_in(*folder) : std::unexpected(folder.error());
  if (!names) return;
  for (const std::string& name : *names) {
    auto fd = parse_integer(name);
    struct stat status{};
    if (fd && *fd > 2 && ::fstat(static_cast<int>(*fd), &status) == 0 && S_ISSOCK(status.st_mode))
      ::close(static_cast<int>(*fd));
  }
}

// Tried, not trusted: no family of sockets, known or not, gives one any more. By number, so that the program
// names no function that opens one (tests/cases/no_network_test.cpp).
Result<> network_is_forbidden() {
  TRY(forbid_network());
  for (int family = 0; family < 64; ++family)
    for (int type : {SOCK_STREAM, SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET})
      if (::syscall(SYS_socket, family, type, 0) >= 0 || errno != EPERM)
        return fail(Fault::io, "a socket was given");
  return {};
}

}  // namespace

Result<> forbid_network() {
  TRY(no_new_privileges());
  TRY(cap(RLIMIT_CORE, 0));
  close_inherited_sockets();
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
  if (filter == nullptr) return fail(Fault::io, "seccomp is not to be had");
  int code = 0;
  for (int call : {SCMP_SYS(socket), SCMP_SYS(connect), SCMP_SYS(bind), SCMP_SYS(listen), SCMP_SYS(accept),
                   SCMP_SYS(accept4), SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(ptrace),
                   SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(pidfd_getfd),
                   SCMP_SYS(io_uring_setup), SCMP_SYS(io_uring_enter), SCMP_SYS(io_uring_register),
                   SCMP_SYS(bpf), SCMP_SYS(setns), SCMP_SYS(unshare)})
    code = code < 0 ? code : seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), call, 0);
  // The one socket: a pair between this program and its own workers.
  code = code < 0 ? code
                  : seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(socketpair), 1,
                                     when(0, SCMP_CMP_NE, AF_UNIX, 0));
  // And of a kind that cannot be turned to another address, as datagrams can.
  for (unsigned type = 0; type < 16; ++type)
    if (type != SOCK_SEQPACKET)
      code = code < 0 ? code
                      : seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(socketpair), 1,
                                         when(1, SCMP_CMP_MASKED_EQ, 15, type));
  if (code >= 0) code = seccomp_load(filter);
  seccomp_release(filter);
  if (code < 0) return fail(Fault::io, fmt::format("seccomp: {}", system_message(-code)));
  return {};
}

Result<> enter_sandbox(const Limits& limits) {
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  TRY(no_new_privileges());
  TRY(enter_limits(limits));
  TRY(enter_landlock());
  auto filtered = enter_seccomp();
  // A kernel built without seccomp was found out by the probe and named in the run; anything else is an
  // error.
  if (!filtered && ::prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0) return filtered;
  return {};
}

SandboxState probe_sandbox() {
  SandboxState state;
  state.seccomp = holds([]() -> Result<> {
    TRY(no_new_privileges());
    return enter_seccomp();
  });
  state.landlock = holds([]() -> Result<> {
    TRY(no_new_privileges());
    return enter_landlock();
  })
                       ? landlock_abi()
                       : 0;
  state.limits = holds([] { return enter_limits(Limits{}); });
  state.no_network = holds(network_is_forbidden);
  return state;
}

std::vector<std::string> SandboxState::missing() const {
  std::vector<std::string> sentences;
  if (!seccomp)
    sentences.emplace_back(
        "The kernel offers no seccomp filter: workers are not held to a list of system calls.");
  if (landlock == 0)
    sentences.emplace_back("The kernel offers no Landlock: workers are kept from paths by seccomp alone.");
  if (!limits)
    sentences.emplace_back(
        "Resource limits could not be set: a worker may use more memory or time than it should.");
  if (!no_network) sentences.emplace_back("The program could not give up its right to open network sockets.");
  return sentences;
}

}  // namespace bridle
