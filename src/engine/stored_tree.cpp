#include "engine/stored_tree.h"

#include <unistd.h>

#include <algorithm>

#include "engine/batch_values.h"
#include "engine/container_tables.h"
#include "engine/dump_task.h"
#include "evidence/dump_folder.h"
#include "evidence/dump_roots.h"

namespace bridle {
namespace {

std::optional<Time> time_of(const Value& value) {
  auto number = number_of(value);
  return number ? std::optional(Time{*number}) : std::nullopt;
}
// A worker may have been taken over: what it says is brought into bounds here.
DumpEntry entry_of(const BatchRow& row) {
  const auto& v = row.values;
  auto type = std::clamp<std::int64_t>(number_of(v[1]).value_or(4), 0, 4);
  return {.path = text_of(v[0]),
          .type = static_cast<DumpEntryType>(type),
          .size = size_of(v[2]),
          .modified = time_of(v[3]),
          .accessed = time_of(v[4]),
          .changed = time_of(v[5]),
          .created = time_of(v[6]),
          .modified_is_local = number_of(v[14]).value_or(0) != 0,
          .mode = number_of(v[7]),
          .owner = number_of(v[8]),
          .group = number_of(v[9]),
          .target = text_of(v[10]),
          .member = size_of(v[11]).value_or(0),
          .offset = size_of(v[12]),
          .locked = number_of(v[13]).value_or(0) != 0};
}

std::optional<Error> refusal(const DumpEntry& entry) {
  if (entry.type == DumpEntryType::link)
    return Error{Fault::unsupported, "a symbolic link stands here: links are not followed"};
  if (entry.type == DumpEntryType::hard_link)
    return Error{Fault::unsupported, "a hard link stands here: its content stands under another name"};
  if (entry.locked)
    return Error{Fault::unsupported, "it is encrypted in the archive: unpack it with its password"};
  if (entry.type != DumpEntryType::file) return Error{Fault::unsupported, "it is no regular file"};
  return std::nullopt;
}

}  // namespace

Result<StoredTree> StoredTree::list(TaskRunner& runner, TreePlace place, const std::string& spool) {
  StoredTree tree(std::move(place), spool);
  tree.index_ = TRY(unnamed_file(spool));
  switch (tree.place_.kind) {
    case TreePlace::Kind::folder:
      TRY(tree.list_folder());
      break;
    case TreePlace::Kind::archive:
      TRY(tree.list_archive(runner));
      break;
    case TreePlace::Kind::file:
      TRY(tree.list_file());
      break;
  }
  return tree;
}

Result<> StoredTree::list_archive(TaskRunner& runner) {
  Task task;
  task.kind = TaskKind::list_archive;
  task.limits = archive_limits();
  task.content.range = place_.range;
  TRY(run_alone(runner, task, {.content = place_.opened.get(), .output = index_.get()},
                "the archive's names"));
  return {};
}

Result<> StoredTree::list_folder() {
  BatchWriter out(index_.get());
  TaskSink sink(out, dump_entry_table, Limits{}.rows);
  TRY(list_dump_folder(
      place_.opened,
      [&](const auto& locator, const DumpEntry& entry) { add_dump_entry(sink, locator, entry); },
      [&](const auto& locator, const Error& why) { sink.skip({locator}, why); }));
  BatchEnd end;
  end.rows = sink.rows();
  end.skips = sink.skips();
  end.failed = sink.full();
  end.fault = Fault::limit;
  end.reason = end.failed ? "it has more files than are read" : "";
  return out.finish(end);
}

Result<> StoredTree::list_file() {
  BatchWriter out(index_.get());
  TaskSink sink(out, dump_entry_table, 1);
  auto size = TRY(facts_of(place_.opened)).size;
  DumpEntry entry{.path = place_.member.empty() ? place_.name : place_.member, .size = size};
  add_dump_entry(sink, place_.name, entry);
  BatchEnd end;
  end.rows = sink.rows();
  return out.finish(end);
}

Result<BatchEnd> StoredTree::each_row(const std::function<void(const DumpEntry&)>& visit,
                                      const Container::Skip& skip) const {
  auto take = [&](const BatchRow& row) {
    DumpEntry entry = entry_of(row);
    if (DumpRoots::tidy(entry.path) == entry.path) visit(entry);
  };
  return read_batch(index_.get(), dump_entry_table,
                    {.row = take,
                     .mined = [](const BatchMined&) {},
                     .skip = [&](const BatchSkip& s) { skip(s.locator, {s.fault, std::string(s.reason)}); }});
}

StoredEntry StoredTree::stored_entry(const DumpEntry& entry, std::string path) const {
  StoredEntry stored;
  stored.entry.path = std::move(path);
  stored.entry.relative_path = entry.path;
  stored.entry.stored_as = place_.name.empty() ? std::string(entry.path) : place_.name;
  stored.entry.recorded_size = entry.size;
  stored.refused = refusal(entry);
  stored.member = entry.member;
  stored.offset = entry.offset;
  return stored;
}

Result<Fd> StoredTree::open_evidence(const std::string& stored_as) const {
  if (place_.kind == TreePlace::Kind::folder) return open_beneath(place_.opened, stored_as);
  if (stored_as != place_.name) return fail(Fault::absent, "there is no such file in the evidence");
  return Fd{::dup((place_.evidence ? place_.evidence : place_.opened).get())};
}

}  // namespace bridle
