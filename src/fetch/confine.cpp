#include "fetch/confine.h"

#include <fmt/core.h>
#include <seccomp.h>
#include <sys/prctl.h>

#include "base/landlock.h"
#include "base/sanitized.h"
#include "fetch/source_folder.h"

namespace bridle {
namespace {

/// What OpenSSL, the C library's resolver and its modules read: ca-certificates(8), resolv.conf(5), hosts(5),
/// nsswitch.conf(5), host.conf(5), gai.conf(5), services(5), ld.so(8).
constexpr const char* system_files[] = {
    "/etc/ssl",
    "/usr/lib/ssl",
    "/usr/share/ca-certificates",
    "/usr/local/share/ca-certificates",
    "/etc/pki",
    "/etc/crypto-policies",
    "/etc/resolv.conf",
    "/run/systemd/resolve",
    "/run/resolvconf",
    "/etc/hosts",
    "/etc/nsswitch.conf",
    "/etc/host.conf",
    "/etc/gai.conf",
    "/etc/services",
    "/etc/protocols",
    "/etc/ld.so.cache",
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/etc/localtime",
    "/dev/null",
    "/dev/urandom",
};

Result<> confine_paths(const std::vector<Source>& sources, const FetchOptions& options) {
  auto rules = TRY(LandlockRules::make(LandlockRules::Network::connect));
  using enum LandlockRules::Access;
  for (const char* path : system_files) TRY(rules.allow(path, read));
  if (sanitized) TRY(rules.allow("/proc", read));
  TRY(rules.allow(options.into, write));
  if (!options.ca_file.empty()) TRY(rules.allow(options.ca_file, read));
  for (const Source& source : sources) {
    for (const std::string& path : {source.mirror, source.login_file, source.token_file, source.ca_file})
      if (!path.empty()) TRY(rules.allow(path, read));
    if (!source.mirror.empty()) TRY(rules.allow(record_of_mirror(source), read));
  }
  return rules.enter();
}

Result<> refuse_programs() {
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
  if (filter == nullptr) return fail(Fault::unsupported, "seccomp is not to be had");
  int code = 0;
  for (int call :
       {SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv),
        SCMP_SYS(process_vm_writev), SCMP_SYS(pidfd_getfd), SCMP_SYS(io_uring_setup), SCMP_SYS(bpf),
        SCMP_SYS(setns), SCMP_SYS(unshare), SCMP_SYS(mount), SCMP_SYS(keyctl), SCMP_SYS(userfaultfd)})
    if (code >= 0 && !(sanitized && call == SCMP_SYS(ptrace)))  // the leak sanitizer
      code = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), call, 0);
  if (code >= 0) code = seccomp_load(filter);
  seccomp_release(filter);
  if (code < 0) return fail(Fault::unsupported, fmt::format("seccomp: {}", system_message(-code)));
  return {};
}

}  // namespace

Result<std::vector<std::string>> confine(const std::vector<Source>& sources, const FetchOptions& options) {
  std::vector<std::string> missing;
  auto ring = [&](Result<> done, std::string_view what) -> Result<> {
    if (!done && done.error().fault == Fault::unsupported)
      missing.push_back(fmt::format("{} ({})", what, done.error().message));
    else
      TRY(std::move(done));
    return {};
  };
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return fail(Fault::io, "no_new_privs was refused");
  TRY(make_folder(options.into));
  TRY(ring(confine_paths(sources, options), "paths are not confined"));
  TRY(ring(refuse_programs(), "programs could be started"));
  return missing;
}

}  // namespace bridle
