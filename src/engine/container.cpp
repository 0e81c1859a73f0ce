#include "engine/container.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "engine/android_container.h"
#include "engine/container_tables.h"
#include "engine/dump_container.h"
#include "engine/ios_backup_container.h"
#include "evidence/recognise.h"

namespace bridle {

Result<> Container::prepare(TaskRunner& runner, Plan& plan) {
  (void)runner;
  (void)plan;
  return {};
}

Presence Container::expected(const Artefact& artefact) const {
  return artefact.presence;
}

std::string Container::cannot_hold(const Artefact& artefact) const {
  (void)artefact;
  return {};
}

Result<> Container::read_device_facts(TaskRunner& runner, const std::vector<StoredEntry>& files,
                                      const std::string& spool) {
  for (const StoredEntry& file : files) {
    if (file.refused) continue;
    auto opened = open(file);
    if (!opened) continue;  // it is in no artefact's way; its absence shows in the facts
    Task task;
    task.kind = TaskKind::facts;
    task.entry = file.entry;
    task.content = std::move(opened->task_file);
    Fd output = TRY(unnamed_file(spool)), scratch = TRY(unnamed_file(spool));
    auto ended = run_alone(runner, task,
                           {.content = opened->file.get(), .output = output.get(), .scratch = scratch.get()},
                           "the device's facts");
    auto read =
        ended ? read_facts(output.get(), facts_, [](auto, auto, auto) {}) : std::unexpected(ended.error());
    if (!read) facts_.notes.push_back(read.error().message);
  }
  return {};
}

bool can_hold(std::string_view kind, const Artefact& artefact) {
  auto android = android_prefixes(kind);
  bool is_android = !android.empty();
  if (artefact.platform != Platform::any && (artefact.platform == Platform::android) != is_android)
    return false;
  return std::ranges::any_of(artefact.paths, [&](std::string_view path) {
    if (is_android)
      return std::ranges::any_of(android, [&](std::string_view prefix) { return path.starts_with(prefix); });
    return path.starts_with('/') || (path.starts_with(kind) && path.substr(kind.size()).starts_with('/'));
  });
}

std::string password_needed(std::string_view what) {
  return fmt::format(
      "{} is encrypted and no password was given: set BRIDLE_PASSWORD, give --password-file, or run bridle "
      "in "
      "a terminal to be asked. Only the owner's own password opens it",
      what);
}

Result<std::unique_ptr<Container>> open_container(TaskRunner& runner, RecognisedEvidence recognised,
                                                  Unlocking unlocking, const std::string& spool) {
  using Kind = TreePlace::Kind;
  if (recognised.kind == EvidenceKind::ios_backup)
    return IosBackupContainer::open(runner, std::move(*recognised.backup), std::move(unlocking.password),
                                    unlocking.ask, spool);
  if (recognised.kind == EvidenceKind::android_backup || recognised.kind == EvidenceKind::age_file)
    return AndroidContainer::open_wrapped(runner, std::move(recognised), std::move(unlocking), spool);
  TreePlace place{.opened = std::move(recognised.opened), .range = {}, .name = {}, .evidence = {}};
  if (recognised.kind == EvidenceKind::dump_archive) place.kind = Kind::archive;
  if (recognised.kind == EvidenceKind::android_text) place.kind = Kind::file;
  Fd packed;
  if (recognised.kind == EvidenceKind::dump_archive && is_gzip_file(place.opened))
    packed = Fd{::dup(place.opened.get())};
  if (place.kind != Kind::folder) place.name = recognised.path.substr(recognised.path.rfind('/') + 1);
  StoredTree tree = TRY(StoredTree::list(runner, std::move(place), spool));
  // Only a worker can tell what a gzip stream holds: no tar in it, and it may be a text.
  if (packed) {
    auto none = [](const auto&...) {};
    BatchEnd end = TRY(tree.each_row(none, none));
    if (end.rows == 0) {
      auto text = AndroidContainer::open_wrapped(runner,
                                                 {.kind = EvidenceKind::gzip_file,
                                                  .path = recognised.path,
                                                  .opened = std::move(packed),
                                                  .backup = {}},
                                                 {}, spool);
      if (text) return text;  // else it is what it was: an archive that cannot be read
    }
  }
  FoundLayout layout{AndroidLayout::bugreport, ""};
  if (recognised.kind != EvidenceKind::android_text) layout = TRY(layout_of(tree));
  if (layout.layout != AndroidLayout::none)
    return AndroidContainer::open(runner, std::move(tree), std::move(layout), std::move(unlocking), spool);
  return DumpContainer::open(std::move(tree), recognised.path, spool);
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
