#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <tuple>

#include "engine/container_tables.h"
#include "engine/dump_container.h"
#include "engine/plan.h"
#include "evidence/dump_facts.h"

namespace bridle {
namespace {

void put_number(std::string& out, std::uint64_t number) {
  for (int i = 0; i < 8; ++i) out += static_cast<char>(number >> (8 * i));
}

std::int64_t number_of(const Value& value) {
  auto* number = std::get_if<std::int64_t>(&value);
  return number == nullptr ? 0 : *number;
}

}  // namespace

Result<> DumpContainer::prepare(TaskRunner& runner, const Plan& plan) {
  std::vector<std::uint64_t> members;
  auto want = [&](const StoredEntry& stored) {
    if (!stored.refused && !stored.offset && stored.member > 0) members.push_back(stored.member);
  };
  for (const PlannedTask& task : plan.tasks) {
    want(task.content);
    if (task.wal) want(*task.wal);
  }
  for (const StoredEntry& file : fact_files_) want(file);
  std::ranges::sort(members);
  members.erase(std::unique(members.begin(), members.end()), members.end());
  if (!members.empty()) TRY(unpack(runner, members));
  return read_device_facts(runner);
}

Result<> DumpContainer::unpack(TaskRunner& runner, const std::vector<std::uint64_t>& members) {
  std::string numbers;
  for (std::uint64_t member : members) put_number(numbers, member);
  Fd wanted = TRY(unnamed_file(spool_)), spool = TRY(unnamed_file(spool_)),
     output = TRY(unnamed_file(spool_));
  TRY(write_all(wanted.get(), as_bytes(numbers)));
  unpacked_file_ = TRY(read_only(spool));
  Task task;
  task.kind = TaskKind::unpack;
  task.limits = archive_limits();
  auto ended = run_alone(runner, task,
                         {.content = evidence_.opened.get(),
                          .wal = wanted.get(),
                          .output = output.get(),
                          .scratch = spool.get()},
                         "the archive's content");
  // What a worker wrote before it was stopped depends on the clock: none of it is used.
  if (!ended) {
    unpack_trouble_ = ended.error().message;
    return {};
  }
  auto take = [&](const BatchRow& row) {
    const auto& v = row.values;
    auto* problem = std::get_if<std::string_view>(&v[3]);
    unpacked_[static_cast<std::uint64_t>(number_of(v[0]))] = {
        .range = {static_cast<std::uint64_t>(std::max<std::int64_t>(0, number_of(v[1]))),
                  static_cast<std::uint64_t>(std::max<std::int64_t>(0, number_of(v[2])))},
        .problem = problem == nullptr ? std::string() : std::string(*problem)};
  };
  auto end = read_batch(output.get(), unpacked_table,
                        {.row = take, .mined = [](const BatchMined&) {}, .skip = [](const BatchSkip&) {}});
  if (!end) {
    unpacked_.clear();
    unpack_trouble_ = end.error().message;
  } else if (end->failed) {
    unpack_trouble_ = end->reason;
  }
  return {};
}

// The best source comes first, and the first word on a question stands.
Result<> DumpContainer::read_device_facts(TaskRunner& runner) {
  // By path among equals, so that every packing of the same files gives the same facts.
  std::ranges::sort(fact_files_, {}, [](const StoredEntry& file) {
    return std::tuple(dump_fact_rank(file.entry.path), file.entry.path, file.occurrence);
  });
  for (const StoredEntry& file : fact_files_) {
    if (file.refused) continue;
    auto opened = open(file);
    if (!opened) continue;  // it is in no artefact's way; its absence shows in the facts
    Task task;
    task.kind = TaskKind::facts;
    task.entry = file.entry;
    task.content = std::move(opened->task_file);
    Fd output = TRY(unnamed_file(spool_)), scratch = TRY(unnamed_file(spool_));
    auto ended = run_alone(runner, task,
                           {.content = opened->file.get(), .output = output.get(), .scratch = scratch.get()},
                           "the device's facts");
    auto read =
        ended ? read_facts(output.get(), facts_, [](auto, auto, auto) {}) : std::unexpected(ended.error());
    if (!read) facts_.notes.push_back(read.error().message);
  }
  return {};
}

Result<OpenedEntry> DumpContainer::open(const StoredEntry& stored) {
  OpenedEntry opened;
  opened.task_file.recorded_size = stored.entry.recorded_size;
  if (stored.entry.path == dump_file_list) {
    opened.file = Fd{::dup(file_list_.get())};
    return opened;
  }
  opened.stored_as = stored.entry.stored_as;
  if (!is_archive()) {
    opened.file = TRY(open_beneath(evidence_.opened, stored.entry.relative_path));
    return opened;
  }
  if (stored.offset) {
    opened.file = Fd{::dup(evidence_.opened.get())};
    opened.task_file.range = FileRange{*stored.offset, stored.entry.recorded_size.value_or(0)};
    return opened;
  }
  auto found = unpacked_.find(stored.member);
  if (found == unpacked_.end())
    return fail(Fault::absent,
                unpack_trouble_.empty() ? "it was not unpacked" : "it was not unpacked: " + unpack_trouble_);
  opened.file = Fd{::dup(unpacked_file_.get())};
  opened.task_file.range = found->second.range;
  opened.task_file.problem = found->second.problem;
  return opened;
}

Result<Fd> DumpContainer::open_evidence(const std::string& stored_as) const {
  if (!is_archive()) return open_beneath(evidence_.opened, stored_as);
  if (stored_as != archive_name()) return fail(Fault::absent, "there is no such file in the evidence");
  return Fd{::dup(evidence_.opened.get())};
}

}  // namespace bridle
