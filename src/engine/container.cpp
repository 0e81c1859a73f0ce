#include "engine/container.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/container_tables.h"
#include "engine/dump_container.h"
#include "engine/ios_backup_container.h"
#include "evidence/recognise.h"

namespace bridle {

Result<> Container::prepare(TaskRunner& runner, const Plan& plan) {
  (void)runner;
  (void)plan;
  return {};
}

bool can_hold(std::string_view kind, const Artefact& artefact) {
  return std::ranges::any_of(artefact.paths, [&](std::string_view path) {
    return path.starts_with('/') || (path.starts_with(kind) && path.substr(kind.size()).starts_with('/'));
  });
}

Result<std::unique_ptr<Container>> open_container(TaskRunner& runner, RecognisedEvidence recognised,
                                                  Secret password, const AskPassword& ask,
                                                  const std::string& spool) {
  if (recognised.kind == EvidenceKind::ios_backup)
    return IosBackupContainer::open(runner, std::move(*recognised.backup), std::move(password), ask, spool);
  return DumpContainer::open(runner, std::move(recognised), spool);
}

Result<TaskEnd> run_alone(TaskRunner& runner, const Task& task, const TaskFiles& files,
                          std::string_view what) {
  TRY(runner.start(0, task, files));
  TaskEnd end = TRY(runner.next_end());
  std::string trouble = end.trouble(task.limits);
  if (!trouble.empty()) return fail(Fault::io, fmt::format("the worker that reads {} {}", what, trouble));
  return end;
}

Result<> read_facts(
    int batch, ContainerFacts& facts,
    const std::function<void(std::string_view kind, std::string_view key, std::string_view value)>& other) {
  auto take = [&](const BatchRow& row) {
    auto text = [&](std::size_t column) {
      auto* found = std::get_if<std::string_view>(&row.values[column]);
      return found == nullptr ? std::string_view{} : *found;
    };
    if (text(0) == "device")
      facts.device.emplace(text(1), text(2));
    else if (text(0) == "note")
      facts.notes.emplace_back(text(2));
    else
      other(text(0), text(1), text(2));
  };
  TRY(read_batch(batch, container_fact_table,
                 {.row = take, .mined = [](const BatchMined&) {}, .skip = [](const BatchSkip&) {}}));
  return {};
}

}  // namespace bridle
