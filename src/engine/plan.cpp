#include "engine/plan.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "engine/artefact_index.h"

namespace bridle {
namespace {
constexpr std::string_view wal_suffix = "-wal";
constexpr std::size_t skips_kept = 10'000;

// Two container domains can hide the same path behind `*`: the domain tells them apart.
std::string identity(const Entry& entry, std::string_view path) {
  return entry.domain + '\0' + std::string(path);
}

StoredEntry copy(const StoredEntry& stored) {
  return stored;
}
}  // namespace

Result<Plan> make_plan(const Container& container, std::span<const Artefact* const> artefacts) {
  Plan plan;
  ArtefactIndex index(artefacts);
  std::map<std::string, StoredEntry> logs;
  auto visit = [&](StoredEntry&& stored) {
    ++plan.files_listed;
    std::string_view path = stored.entry.path;
    for (std::uint32_t artefact : index.wanted_by(path))
      plan.tasks.push_back({artefact, copy(stored), std::nullopt});
    if (path.ends_with(wal_suffix)) {
      path.remove_suffix(wal_suffix.size());
      if (!index.wanted_by(path).empty()) logs.emplace(identity(stored.entry, path), std::move(stored));
    }
  };
  TRY(container.each_entry(visit, [&](std::string_view locator, const Error& why) {
    ++plan.skipped;
    if (plan.skips.size() < skips_kept) plan.skips.emplace_back(locator, why);
  }));
  for (PlannedTask& task : plan.tasks)
    if (auto log = logs.find(identity(task.content.entry, task.content.entry.path)); log != logs.end())
      task.wal = copy(log->second);
  std::ranges::sort(plan.tasks, [](const PlannedTask& a, const PlannedTask& b) {
    const Entry &x = a.content.entry, &y = b.content.entry;
    return std::tie(a.artefact, x.path, x.domain, x.file_id) <
           std::tie(b.artefact, y.path, y.domain, y.file_id);
  });
  return plan;
}

}  // namespace bridle
