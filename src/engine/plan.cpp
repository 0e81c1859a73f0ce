#include "engine/plan.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "engine/artefact_index.h"

namespace bridle {
namespace {
constexpr std::string_view wal_suffix = "-wal";
constexpr std::size_t skips_kept = 10'000;

// Two container domains can hide the same path behind `*`, and an archive a name twice: domain and number
// tell them apart.
std::string identity(const StoredEntry& stored, std::string_view path) {
  return stored.entry.domain + '\0' + std::to_string(stored.occurrence) + '\0' + std::string(path);
}

StoredEntry copy(const StoredEntry& stored) {
  return stored;
}
}  // namespace

Result<Plan> make_plan(const Container& container, std::span<const Artefact* const> artefacts, Fd rules) {
  Plan plan;
  plan.rules = std::move(rules);
  std::uint64_t scanned = 0;
  ArtefactIndex index(artefacts, [&](const Artefact& artefact) {
    return can_hold(container.kind(), artefact) && (plan.rules || !artefact.needs_rules);
  });
  std::map<std::string, StoredEntry> logs;
  auto skip = [&](std::string_view locator, const Error& why) {
    ++plan.skipped;
    if (plan.skips.size() < skips_kept) plan.skips.emplace_back(locator, why);
  };
  auto visit = [&](StoredEntry&& stored) {
    ++plan.files_listed;
    std::string_view path = stored.entry.path;
    if (stored.refused) {
      // Most links of a phone are nobody's business; one that stands where a trace should be is a loss.
      std::string_view trace =
          path.ends_with(wal_suffix) ? path.substr(0, path.size() - wal_suffix.size()) : path;
      if (!index.wanted_by(trace).empty()) skip(path, *stored.refused);
      return;
    }
    for (std::uint32_t artefact : index.wanted_by(path)) {
      if (artefacts[artefact]->needs_rules && scanned++ >= most_scanned) {
        ++plan.rules_left_out;
        continue;
      }
      plan.tasks.push_back({artefact, copy(stored), std::nullopt});
    }
    if (path.ends_with(wal_suffix)) {
      path.remove_suffix(wal_suffix.size());
      if (!index.wanted_by(path).empty()) logs.emplace(identity(stored, path), std::move(stored));
    }
  };
  TRY(container.each_entry(visit, skip));
  for (PlannedTask& task : plan.tasks)
    if (auto log = logs.find(identity(task.content, task.content.entry.path)); log != logs.end())
      task.wal = copy(log->second);
  std::ranges::sort(plan.tasks, [](const PlannedTask& a, const PlannedTask& b) {
    const Entry &x = a.content.entry, &y = b.content.entry;
    return std::tie(a.artefact, x.path, x.domain, x.file_id, a.content.occurrence) <
           std::tie(b.artefact, y.path, y.domain, y.file_id, b.content.occurrence);
  });
  return plan;
}

}  // namespace bridle
