#include "engine/dump_task.h"

#include <unistd.h>

#include "engine/batch_values.h"
#include "engine/container_tables.h"
#include "engine/launcher_loop.h"
#include "engine/run_task.h"
#include "evidence/android_facts.h"
#include "evidence/archive_reader.h"
#include "evidence/dump_facts.h"

namespace bridle {
namespace {

std::optional<std::int64_t> stored(const std::optional<std::uint64_t>& number) {
  if (!number) return std::nullopt;
  return static_cast<std::int64_t>(std::min<std::uint64_t>(*number, INT64_MAX));
}

std::optional<std::int64_t> stored(const std::optional<Time>& time) {
  if (!time) return std::nullopt;
  return time->nanoseconds;
}

Result<> list(const Task& task, const TaskFiles& files, TaskSink& sink, BatchEnd& end) {
  Input::Remarks remarks;
  auto content = TRY(stored_file(files.content, task.content)(remarks));
  auto reader = TRY(ArchiveReader::open(*content));
  auto skip = [&](const std::string& locator, const Error& why) { sink.skip({locator}, why); };
  for (;;) {
    const DumpEntry* entry = TRY(reader->next(skip));
    if (entry == nullptr) break;
    if (end.notes.empty()) end.notes.push_back("the archive is a " + std::string(reader->format()));
    add_dump_entry(sink, "entry " + std::to_string(entry->member), *entry);
  }
  return {};
}

Result<std::vector<std::pair<std::string, std::string>>> describe(Input& in) {
  const std::string& path = in.entry().path;
  if (android_fact_rank(path)) return describe_android(path, TRY(in.text()));
  return describe_dump(path, TRY(in.bytes()));
}

}  // namespace

void add_dump_entry(TaskSink& sink, const std::string& locator, const DumpEntry& entry) {
  DumpEntryRow row{.path = entry.path,
                   .type = static_cast<std::int64_t>(entry.type),
                   .size = stored(entry.size),
                   .modified = stored(entry.modified),
                   .accessed = stored(entry.accessed),
                   .changed = stored(entry.changed),
                   .created = stored(entry.created),
                   .mode = entry.mode,
                   .owner = entry.owner,
                   .group = entry.group,
                   .target = entry.target,
                   .member = static_cast<std::int64_t>(entry.member),
                   .offset = stored(entry.offset),
                   .locked = entry.locked,
                   .modified_is_local = entry.modified_is_local};
  sink.add({locator}, &row);
}

int run_list_archive(Task& task, const TaskFiles& files) {
  BatchWriter out(files.output);
  TaskSink sink(out, dump_entry_table, task.limits.rows);
  BatchEnd end;
  auto listed = list(task, files, sink, end);
  end.rows = sink.rows();
  end.skips = sink.skips();
  if (!listed || sink.full())
    put_failure(end, listed ? Error{Fault::limit, "it has more entries than are read"} : listed.error());
  return out.finish(end) ? 0 : worker_failed;
}

int run_dump_facts(Task& task, const TaskFiles& files) {
  BatchWriter out(files.output);
  TaskSink sink(out, container_fact_table, 1000);
  Input in(task.entry, stored_file(files.content, task.content), {}, task.limits, WalUse::ignore,
           files.scratch);
  BatchEnd end;
  auto found = describe(in);
  if (found)
    for (const auto& [key, value] : *found) {
      ContainerFactRow row{"device", key, value};
      sink.add(whole_file(), &row);
    }
  else {
    ContainerFactRow row{"note", "", found.error().message};
    sink.add(whole_file(), &row);
  }
  end.rows = sink.rows();
  return out.finish(end) ? 0 : worker_failed;
}

}  // namespace bridle
