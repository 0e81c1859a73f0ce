#include "engine/run_task.h"

#include <fmt/format.h>
#include <unistd.h>

#include "artefacts/catalogue.h"
#include "engine/batch_values.h"
#include "engine/dump_task.h"
#include "engine/ios_backup_task.h"
#include "engine/launcher_loop.h"
#include "engine/sections_task.h"
#include "engine/task_sink.h"
#include "engine/unwrap_task.h"
#include "engine/yara_task.h"
#include "evidence/cbc_source.h"

namespace bridle {
namespace {

void account(BatchEnd& end, const Input& in, const Result<>& result) {
  end.notes = in.notes();
  end.lost_pages = in.lost_pages();
  end.losses = in.has_losses();
  if (!result) put_failure(end, result.error());
}

int extract(Task& task, const TaskFiles& files) {
  auto all = catalogue();
  if (task.artefact >= all.size()) return worker_failed;
  BatchWriter out(files.output);
  Input::Opener content = stored_file(files.content, task.content);
  Input::Opener wal = task.has_wal ? stored_file(files.wal, task.wal) : Input::Opener{};
  const TaskFile rules;
  BatchEnd end = run_extractor(*all[task.artefact], out, task.limits, task.has_wal, [&](WalUse use) {
    Input in(task.entry, content, wal, task.limits, use, files.scratch);
    if (files.extra >= 0) in.give_rules(stored_file(files.extra, rules));
    return in;
  });
  return out.finish(end) ? 0 : worker_failed;
}

}  // namespace

Input::Opener stored_file(int fd, const TaskFile& file) {
  return [fd, &file](Input::Remarks& remarks) -> Result<std::unique_ptr<ByteSource>> {
    Fd copy{::dup(fd)};
    if (!copy) return fail(Fault::io, "cannot share the file's descriptor");
    auto stored = TRY(file_source(std::move(copy)));
    if (!file.problem.empty()) {
      remarks.cut_off = true;
      remarks.notes.push_back("not all of the file is there: " + file.problem);
    }
    if (file.range) stored = range_source(std::move(stored), file.range->offset, file.range->size);
    if (file.encrypted) {
      auto decrypted = TRY(decrypt_source(std::move(stored), Secret(file.key.bytes()), file.recorded_size));
      remarks.notes.insert(remarks.notes.end(), decrypted.facts.notes.begin(), decrypted.facts.notes.end());
      remarks.cut_off = remarks.cut_off || decrypted.facts.cut_off;
      return std::move(decrypted.content);
    }
    if (file.recorded_size && stored->size() < *file.recorded_size) {
      remarks.cut_off = true;
      remarks.notes.push_back(
          fmt::format("the file is cut off: {} bytes of {} are there", stored->size(), *file.recorded_size));
    } else if (file.recorded_size && stored->size() > *file.recorded_size) {
      remarks.notes.push_back(
          fmt::format("the file is larger than recorded: {} bytes, not {}; all of it was read",
                      stored->size(), *file.recorded_size));
    }
    return stored;
  };
}

BatchEnd run_extractor(const Artefact& artefact, BatchWriter& out, const Limits& limits, bool has_wal,
                       const std::function<Input(WalUse)>& input) {
  TaskSink sink(out, *artefact.table, limits.rows);
  BatchEnd end;
  if (has_wal) {
    Input main = input(WalUse::ignore);
    sink.begin(TaskSink::Pass::main_first);
    // A main file that cannot be read alone is no fault: then everything stands in the log.
    (void)artefact.extract(main, sink);
    sink.begin(TaskSink::Pass::current);
  }
  {
    Input current = input(WalUse::overlay);
    account(end, current, artefact.extract(current, sink));
  }
  if (has_wal && sink.main_only_left()) {
    Input main = input(WalUse::ignore);
    sink.begin(TaskSink::Pass::main_only);
    (void)artefact.extract(main, sink);
  }
  if (sink.full() && !end.failed)
    put_failure(end,
                {Fault::limit, fmt::format("more than {} records: the rest was not stored", limits.rows)});
  end.rows = sink.rows();
  end.skips = sink.skips();
  return end;
}

int run_task(Task& task, const TaskFiles& files) {
  switch (task.kind) {
    case TaskKind::unlock:
      return run_unlock(task, files);
    case TaskKind::list:
      return run_list(task, files);
    case TaskKind::extract:
      return extract(task, files);
    case TaskKind::list_archive:
      return run_list_archive(task, files);
    case TaskKind::unpack:
      return run_unpack(task, files);
    case TaskKind::facts:
      return run_dump_facts(task, files);
    case TaskKind::sections:
      return run_sections(task, files);
    case TaskKind::unwrap:
      return run_unwrap(task, files);
    case TaskKind::compile_rules:
      return run_compile_rules(task, files);
  }
  return worker_failed;
}

}  // namespace bridle
