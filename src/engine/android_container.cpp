#include "engine/android_container.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <tuple>

#include "base/text.h"
#include "base/zone_changes.h"
#include "engine/plan.h"
#include "evidence/android_facts.h"

namespace bridle {
namespace {

constexpr std::size_t most_fact_entries = 16;

constexpr std::string_view report_prefixes[] = {"bugreport/", "dumpsys/", "dumpstate/", android_file_list};
constexpr std::string_view collection_prefixes[] = {"androidqf/",     "bugreport/",      "dumpsys/",
                                                    "dumpstate/",     "android_backup/", "intrusion_log/",
                                                    android_file_list};
constexpr std::string_view backup_prefixes[] = {"android_backup/"};
constexpr std::string_view intrusion_prefixes[] = {"intrusion_log/"};

std::string problem_of(const DumpSection& section) {
  std::string problem;
  if (section.cut_off) problem = "the section has no end";
  if (section.timed_out) {
    if (!problem.empty()) problem += ", and ";
    problem += "the phone stopped dumping it because it took too long";
  }
  return problem;
}

// Intrusion logs have one place, whether they were collected or given alone. Their zips are containers, and
// no logs themselves.
std::string inner_path(AndroidLayout layout, std::string_view path) {
  if (layout == AndroidLayout::androidqf)
    for (std::string_view folder : {"intrusion_logs/", "intrusion-logs/"})
      if (path.starts_with(folder)) {
        path.remove_prefix(folder.size());
        layout = AndroidLayout::intrusion_logs;
      }
  std::string inner(path);
  if (layout != AndroidLayout::intrusion_logs) return std::string(name(layout)) + "/" + inner;
  bool is_zip = to_lower_ascii(inner).ends_with(".zip");
  return std::string(is_zip ? zipped_intrusion_logs : "intrusion_log/") + inner;
}

}  // namespace

std::span<const std::string_view> android_prefixes(std::string_view kind) {
  if (kind == name(AndroidLayout::bugreport)) return report_prefixes;
  if (kind == name(AndroidLayout::androidqf)) return collection_prefixes;
  if (kind == name(AndroidLayout::backup)) return backup_prefixes;
  if (kind == name(AndroidLayout::intrusion_logs)) return intrusion_prefixes;
  return {};
}

Result<FoundLayout> layout_of(const StoredTree& tree) {
  AndroidLayoutFinder finder;
  (void)TRY(tree.each_row(
      [&](const DumpEntry& entry) {
        if (entry.type == DumpEntryType::file) finder.see(entry.path);
      },
      [](std::string_view, const Error&) {}));
  return finder.found();
}

Result<std::unique_ptr<Container>> AndroidContainer::open(TaskRunner& runner, StoredTree tree,
                                                          FoundLayout layout, Unlocking unlocking,
                                                          const std::string& spool) {
  std::unique_ptr<AndroidContainer> container(new AndroidContainer(std::move(unlocking), spool));
  TRY(container->add_part(
      runner, {.layout = layout.layout, .tree = std::move(tree), .leading = std::move(layout.leading)}));
  container->unlocking_ = {};
  TRY(container->write_file_list());
  return container;
}

Result<> AndroidContainer::each_file(const AndroidPart& part, const Visit& visit, const Skip& skip) const {
  auto number = static_cast<std::uint32_t>(&part - parts_.data());
  (void)TRY(part.tree.each_row(
      [&](const DumpEntry& entry) {
        if (entry.type == DumpEntryType::directory) return;
        std::string_view path = entry.path;
        if (path.starts_with(part.leading)) path.remove_prefix(part.leading.size());
        StoredEntry stored = part.tree.stored_entry(entry, inner_path(part.layout, path));
        stored.part = number;
        visit(std::move(stored));
      },
      skip));
  return {};
}

Result<> AndroidContainer::each_entry(const Visit& visit, const Skip& skip) const {
  std::unordered_map<std::size_t, std::uint32_t> met;  // by a hash of the path: 16 bytes for each, not 100
  DeviceClock known = clock();
  auto numbered = [&](StoredEntry&& stored) {
    stored.entry.clock = known;
    stored.occurrence = met[std::hash<std::string>{}(stored.entry.path)]++;
    visit(std::move(stored));
  };
  if (file_list_) {
    StoredEntry list;
    list.entry.path = android_file_list;
    numbered(std::move(list));
  }
  for (const AndroidPart& part : parts_) {
    TRY(each_file(part, numbered, [&](std::string_view locator, const Error& why) {
      skip(part.place.empty() ? std::string(locator) : part.place + ", " + std::string(locator), why);
    }));
    for (const DumpSection& section : part.sections.sections) {
      StoredEntry stored = *part.text;
      stored.entry.path = section_path(section);
      stored.entry.recorded_size = section.size;
      stored.entry.first_line = static_cast<std::int64_t>(section.first_line);
      stored.slice = FileRange{section.offset, section.size};
      stored.problem = problem_of(section);
      numbered(std::move(stored));
    }
  }
  return {};
}

// All parts are of one phone. A collection's own text is as good as that of the bug report inside.
DeviceClock AndroidContainer::clock() const {
  DeviceClock known;
  for (const AndroidPart& part : parts_) {
    const DeviceClock& told = part.sections.clock;
    if (known.zone.empty()) known.zone = told.zone;
    if (!known.utc_offset_seconds) known.utc_offset_seconds = told.utc_offset_seconds;
    if (!known.made_at_local) known.made_at_local = told.made_at_local;
  }
  known.zone = changes_of_zone(known.zone);  // what a worker can compute with
  return known;
}

Result<> AndroidContainer::prepare(TaskRunner& runner, Plan& plan) {
  std::vector<std::vector<std::uint64_t>> members(parts_.size());
  auto want = [&](const StoredEntry& stored) {
    if (parts_[stored.part].tree.is_packed(stored)) members[stored.part].push_back(stored.member);
  };
  for (const PlannedTask& task : plan.tasks) {
    want(task.content);
    if (task.wal) want(*task.wal);
  }
  std::vector<StoredEntry> fact_entries;
  TRY(each_entry(
      [&](StoredEntry&& stored) {
        if (!android_fact_rank(stored.entry.path) || fact_entries.size() >= most_fact_entries) return;
        want(stored);
        fact_entries.push_back(std::move(stored));
      },
      [](std::string_view, const Error&) {}));
  for (std::size_t i = 0; i < parts_.size(); ++i) TRY(parts_[i].tree.unpack(runner, std::move(members[i])));
  std::ranges::sort(fact_entries, {}, [](const StoredEntry& entry) {
    return std::tuple(android_fact_rank(entry.entry.path), entry.entry.path, entry.occurrence);
  });
  TRY(read_device_facts(runner, fact_entries, spool_));
  // A collection without any text of dumpsys still names the zone in its properties.
  auto zone = facts_.device.find("time_zone");
  if (zone == facts_.device.end() || clock().is_known()) return {};
  std::string changes = changes_of_zone(zone->second);
  if (changes.empty()) return {};
  for (PlannedTask& task : plan.tasks) task.content.entry.clock.zone = changes;
  facts_.notes.push_back(fmt::format(
      "the phone's clock: zone {}, by its properties; its wall-clock times are turned into UTC by it",
      zone->second));
  return {};
}

Result<OpenedEntry> AndroidContainer::open(const StoredEntry& stored) {
  if (stored.entry.path == android_file_list) {
    OpenedEntry opened;
    opened.file = Fd{::dup(file_list_.get())};
    return opened;
  }
  return parts_[stored.part].tree.open(stored);
}

// Everything that is hashed stands in the outermost tree.
Result<Fd> AndroidContainer::open_evidence(const std::string& stored_as) const {
  return parts_.front().tree.open_evidence(stored_as);
}

}  // namespace bridle
