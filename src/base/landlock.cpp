#include "base/landlock.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <linux/landlock.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>

namespace bridle {
namespace {

constexpr std::uint64_t truncating = 1 << 14;  // ABI 3, beyond Debian 12's headers

std::unexpected<Error> failed() {
  return fail(Fault::io, fmt::format("Landlock: {}", system_message(errno)));
}

/// Every access to files that the kernel's version knows of.
std::uint64_t known_accesses(int abi) {
  constexpr std::array<std::uint64_t, 6> known = {0, 0x1FFF, 0x3FFF, 0x7FFF, 0x7FFF, 0xFFFF};
  return known[static_cast<std::size_t>(abi < 5 ? abi : 5)];
}

}  // namespace

int landlock_abi() {
  long abi = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  return abi < 0 ? 0 : static_cast<int>(abi);
}

Result<LandlockRules> LandlockRules::make(Network network) {
  int abi = landlock_abi();
  if (abi == 0) return fail(Fault::unsupported, "the kernel has no Landlock");
  // Debian 12's headers end at ABI 2; the layout only grows, so the newer fields are spelled out here.
  struct Attributes {
    std::uint64_t file_system = 0, network = 0, scopes = 0;
  } attributes;
  attributes.file_system = known_accesses(abi);
  if (abi >= 4) attributes.network = network == Network::none ? 3 : 1;  // bind is 1, connect is 2
  if (abi >= 6) attributes.scopes = 3;                                  // abstract sockets and signals
  std::size_t size = abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
  Fd rules{static_cast<int>(::syscall(SYS_landlock_create_ruleset, &attributes, size, 0))};
  if (!rules) return failed();
  return LandlockRules(std::move(rules));
}

Result<> LandlockRules::allow(const std::string& path, Access access) {
  Fd at{::open(path.c_str(), O_PATH | O_CLOEXEC)};
  if (!at) return errno == ENOENT || errno == ENOTDIR || errno == EACCES ? Result<>() : failed();
  struct stat status{};
  if (::fstat(at.get(), &status) != 0) return failed();
  bool folder = S_ISDIR(status.st_mode);
  std::uint64_t wanted = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
  if (access == Access::write)
    wanted |= LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
              LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REFER |
              truncating;
  constexpr std::uint64_t of_files =
      LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | truncating;
  landlock_path_beneath_attr rule{};
  rule.allowed_access = wanted & known_accesses(landlock_abi()) & (folder ? ~0ULL : of_files);
  rule.parent_fd = at.get();
  if (::syscall(SYS_landlock_add_rule, rules_.get(), LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0)
    return failed();
  return {};
}

Result<> LandlockRules::enter() const {
  if (::syscall(SYS_landlock_restrict_self, rules_.get(), 0) != 0) return failed();
  return {};
}

}  // namespace bridle
