#include <unistd.h>

#include <algorithm>
#include <tuple>

#include "engine/dump_container.h"
#include "engine/plan.h"
#include "evidence/dump_facts.h"

namespace bridle {

Result<> DumpContainer::prepare(TaskRunner& runner, Plan& plan) {
  std::vector<std::uint64_t> members;
  auto want = [&](const StoredEntry& stored) {
    if (tree_.is_packed(stored)) members.push_back(stored.member);
  };
  for (const PlannedTask& task : plan.tasks) {
    want(task.content);
    if (task.wal) want(*task.wal);
  }
  for (const StoredEntry& file : fact_files_) want(file);
  TRY(tree_.unpack(runner, std::move(members)));
  // By path among equals, so that every packing of the same files gives the same facts.
  std::ranges::sort(fact_files_, {}, [](const StoredEntry& file) {
    return std::tuple(dump_fact_rank(file.entry.path), file.entry.path, file.occurrence);
  });
  return read_device_facts(runner, fact_files_, spool_);
}

Result<OpenedEntry> DumpContainer::open(const StoredEntry& stored) {
  if (stored.entry.path != dump_file_list) return tree_.open(stored);
  OpenedEntry opened;
  opened.file = Fd{::dup(file_list_.get())};
  opened.task_file.recorded_size = stored.entry.recorded_size;
  return opened;
}

Result<Fd> DumpContainer::open_evidence(const std::string& stored_as) const {
  return tree_.open_evidence(stored_as);
}

}  // namespace bridle
