#include <unistd.h>

#include <algorithm>

#include "engine/batch_values.h"
#include "engine/container_tables.h"
#include "engine/stored_tree.h"

namespace bridle {
namespace {

constexpr std::uint64_t unpacked_limit = 64ULL << 30;

void put_number(std::string& out, std::uint64_t number) {
  for (int i = 0; i < 8; ++i) out += static_cast<char>(number >> (8 * i));
}

}  // namespace

// Time by its size, at a tenth of what inflating costs; it ends, whatever the archive claims.
Limits StoredTree::archive_limits() const {
  Limits limits;
  auto facts = facts_of(place_.opened);
  std::uint64_t size = place_.range ? place_.range->size : facts ? facts->size : 0;
  limits.seconds = 600 + static_cast<std::int64_t>(size / 5'000'000);
  limits.memory_bytes = 2ULL << 30;
  limits.spooled_bytes = unpacked_limit;
  limits.output_bytes = unpacked_limit;
  return limits;
}

bool StoredTree::is_packed(const StoredEntry& stored) const {
  return is_archive() && !stored.refused && !stored.offset && stored.member > 0 &&
         !unpacked_.contains(stored.member);
}

Result<> StoredTree::unpack(TaskRunner& runner, std::vector<std::uint64_t> members) {
  std::ranges::sort(members);
  members.erase(std::unique(members.begin(), members.end()), members.end());
  std::erase_if(members, [&](std::uint64_t member) { return unpacked_.contains(member); });
  if (members.empty()) return {};
  std::string numbers;
  for (std::uint64_t member : members) put_number(numbers, member);
  Fd wanted = TRY(unnamed_file(spool_)), spool = TRY(unnamed_file(spool_)),
     output = TRY(unnamed_file(spool_));
  TRY(write_all(wanted.get(), as_bytes(numbers)));
  std::size_t file = unpacked_files_.size();
  unpacked_files_.push_back(TRY(read_only(spool)));
  Task task;
  task.kind = TaskKind::unpack;
  task.limits = archive_limits();
  task.content.range = place_.range;
  auto ended = run_alone(
      runner, task,
      {.content = place_.opened.get(), .wal = wanted.get(), .output = output.get(), .scratch = spool.get()},
      "the archive's content");
  // What a worker wrote before it was stopped depends on the clock: none of it is used.
  if (!ended) {
    unpack_trouble_ = ended.error().message;
    return {};
  }
  std::unordered_map<std::uint64_t, Unpacked> found;
  auto take = [&](const BatchRow& row) {
    const auto& v = row.values;
    auto* problem = std::get_if<std::string_view>(&v[3]);
    found[static_cast<std::uint64_t>(number_of(v[0]).value_or(0))] = {
        .file = file,
        .range = {size_of(v[1]).value_or(0), size_of(v[2]).value_or(0)},
        .problem = problem == nullptr ? std::string() : std::string(*problem)};
  };
  auto end = read_batch(output.get(), unpacked_table,
                        {.row = take, .mined = [](const BatchMined&) {}, .skip = [](const BatchSkip&) {}});
  if (!end) {
    unpack_trouble_ = end.error().message;
    return {};
  }
  if (end->failed) unpack_trouble_ = end->reason;
  unpacked_.merge(found);
  return {};
}

Result<OpenedEntry> StoredTree::open(const StoredEntry& stored) const {
  OpenedEntry opened = TRY(open_whole(stored));
  TaskFile& file = opened.task_file;
  if (!stored.problem.empty()) file.problem += (file.problem.empty() ? "" : "; ") + stored.problem;
  if (!stored.slice) return opened;
  FileRange whole = file.range.value_or(FileRange{0, UINT64_MAX});
  std::uint64_t offset = std::min(stored.slice->offset, whole.size);
  file.range = FileRange{whole.offset + offset, std::min(stored.slice->size, whole.size - offset)};
  file.recorded_size = stored.slice->size;
  return opened;
}

Result<OpenedEntry> StoredTree::open_whole(const StoredEntry& stored) const {
  OpenedEntry opened;
  opened.task_file.recorded_size = stored.entry.recorded_size;
  opened.stored_as = stored.entry.stored_as;
  if (place_.kind == TreePlace::Kind::folder) {
    opened.file = TRY(open_beneath(place_.opened, stored.entry.relative_path));
    return opened;
  }
  if (place_.kind == TreePlace::Kind::file) {
    opened.file = Fd{::dup(place_.opened.get())};
    return opened;
  }
  if (stored.offset) {
    // Where the archive is itself a piece of a file, a place in it counts from the piece's beginning, and
    // nothing of it lies behind the piece's end.
    FileRange whole = place_.range.value_or(FileRange{0, UINT64_MAX});
    std::uint64_t offset = std::min(*stored.offset, whole.size);
    std::uint64_t size =
        stored.slice ? stored.slice->offset + stored.slice->size : stored.entry.recorded_size.value_or(0);
    opened.file = Fd{::dup(place_.opened.get())};
    opened.task_file.range = FileRange{whole.offset + offset, std::min(size, whole.size - offset)};
    return opened;
  }
  auto found = unpacked_.find(stored.member);
  if (found == unpacked_.end())
    return fail(Fault::absent,
                unpack_trouble_.empty() ? "it was not unpacked" : "it was not unpacked: " + unpack_trouble_);
  opened.file = Fd{::dup(unpacked_files_[found->second.file].get())};
  opened.task_file.range = found->second.range;
  opened.task_file.problem = found->second.problem;
  return opened;
}

}  // namespace bridle
