#include <fmt/core.h>

#include <algorithm>
#include <system_error>

#include "base/file.h"
#include "base/text.h"
#include "indicators/stix_loader.h"

namespace bridle {
namespace {

namespace fs = std::filesystem;

/// Most files that one directory is searched for, and its depth: a wrong path must not walk a whole disk.
constexpr std::size_t files_limit = 10'000;
constexpr int directory_depth = 16;

bool looks_like_indicators(const fs::path& path) {
  auto extension = to_lower_ascii(path.extension().string());
  return extension == ".stix2" || extension == ".json";
}

/// Links are not followed: what is loaded is what lies there.
Result<std::vector<fs::path>> list(const fs::path& directory) {
  std::vector<fs::path> out;
  std::error_code error;
  fs::recursive_directory_iterator at(directory, error), end;
  while (!error && at != end) {
    if (at.depth() >= directory_depth) at.disable_recursion_pending();
    auto status = at->symlink_status(error);
    if (!error && fs::is_regular_file(status) && looks_like_indicators(at->path())) out.push_back(at->path());
    if (out.size() > files_limit)
      return fail(Fault::limit, "more than 10,000 indicator files in one directory");
    if (!error) at.increment(error);
  }
  if (error) return fail(Fault::io, fmt::format("indicator directory cannot be listed: {}", error.message()));
  std::ranges::sort(out, {}, [](const fs::path& path) { return path.generic_string(); });
  return out;
}

void load(IndicatorLoader& loader, const fs::path& path) {
  auto content = [&]() -> Result<std::string> {
    auto file = TRY(open_for_reading(path.string()));
    if (!TRY(facts_of(file)).regular) return fail(Fault::io, "not a regular file");
    return read_whole(file, indicator_file_limit);
  }();
  if (content)
    loader.add_file(path.string(), as_bytes(*content));
  else
    loader.add_failure(path.string(), content.error());
}

}  // namespace

Result<IndicatorSet> load_indicators(std::span<const fs::path> paths) {
  IndicatorLoader loader;
  for (const fs::path& path : paths) {
    std::error_code error;
    auto status = fs::status(path, error);
    if (!fs::exists(status)) return fail(Fault::absent, "indicator path does not exist: " + path.string());
    if (!fs::is_directory(status)) {
      load(loader, path);
      continue;
    }
    for (const fs::path& file : TRY(list(path))) load(loader, file);
  }
  return loader.finish();
}

}  // namespace bridle
