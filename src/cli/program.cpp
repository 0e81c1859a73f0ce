#include "cli/program.h"

#include <fmt/format.h>

#include <filesystem>

#include "cases/hash_file.h"
#include "cli/options.h"
#include "cli/version.h"
#include "indicators/stix_loader.h"

namespace bridle::cli {

int complain(const std::string& message) {
  fmt::print(stderr, "bridle: {}.\n", message);
  return exit_error;
}

std::string program_version() {
  return BRIDLE_VERSION;
}

std::string program_sha256() {
  auto hashed = hash_file("/proc/self/exe");
  return hashed ? hashed->sha256 : std::string();
}

Result<IndicatorSet> load_named_indicators(const std::vector<std::string>& paths) {
  std::vector<std::filesystem::path> named(paths.begin(), paths.end());
  auto set = load_indicators(named);
  if (!set) return fail(set.error().fault, fmt::format("indicators: {}", set.error().message));
  return set;
}

}  // namespace bridle::cli
