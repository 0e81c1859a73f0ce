#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "engine/batch_values.h"
#include "engine/container_tables.h"
#include "engine/dump_task.h"
#include "engine/launcher_loop.h"
#include "engine/run_task.h"
#include "evidence/archive_reader.h"

namespace bridle {
namespace {

Result<std::vector<std::uint64_t>> wanted_members(int fd) {
  auto source = TRY(file_source(Fd{::dup(fd)}));
  std::vector<std::uint8_t> bytes = TRY(read_all(*source, 256ULL << 20));
  std::vector<std::uint64_t> members;
  Cursor in{bytes};
  for (std::size_t i = 0; i < bytes.size() / 8; ++i) members.push_back(in.le<std::uint64_t>());
  return members;
}

class Unpacker {
 public:
  Unpacker(const Task& task, const TaskFiles& files, TaskSink& sink)
      : task_(task), files_(files), limits_(task.limits), sink_(sink) {}

  Result<> run() {
    auto wanted = TRY(wanted_members(files_.wal));
    Input::Remarks remarks;
    auto content = TRY(stored_file(files_.content, task_.content)(remarks));
    auto reader = TRY(ArchiveReader::open(*content));
    auto next = wanted.begin();
    while (next != wanted.end()) {
      const DumpEntry* entry = TRY(reader->next([](const std::string&, const Error&) {}));
      if (entry == nullptr) return fail(Fault::truncated, "the archive has fewer entries than before");
      next = std::find_if(next, wanted.end(), [&](std::uint64_t member) { return member >= entry->member; });
      if (next == wanted.end() || *next != entry->member) continue;
      ++next;
      TRY(unpack(*reader, entry->member));
    }
    return {};
  }

 private:
  // What came before a fault is kept: a database that is cut off still has its pages.
  Result<> unpack(ArchiveReader& reader, std::uint64_t member) {
    std::uint64_t begin = written_;
    std::uint64_t left = limits_.spooled_bytes - std::min(limits_.spooled_bytes, written_);
    auto done = reader.content(left, [&](Bytes bytes) -> Result<> {
      TRY(write_all(files_.scratch, bytes));
      written_ += bytes.size();
      return {};
    });
    if (!done && done.error().fault == Fault::io) return std::unexpected(done.error());
    std::string problem = done ? std::string() : done.error().message;
    UnpackedRow row{static_cast<std::int64_t>(member), static_cast<std::int64_t>(begin),
                    static_cast<std::int64_t>(written_ - begin), problem};
    sink_.add({fmt::format("entry {}", member)}, &row);
    return {};
  }

  const Task& task_;
  const TaskFiles& files_;
  const Limits& limits_;
  TaskSink& sink_;
  std::uint64_t written_ = 0;
};

}  // namespace

int run_unpack(Task& task, const TaskFiles& files) {
  BatchWriter out(files.output);
  TaskSink sink(out, unpacked_table, task.limits.rows);
  auto done = Unpacker(task, files, sink).run();
  BatchEnd end;
  end.rows = sink.rows();
  if (!done) put_failure(end, done.error());
  return out.finish(end) ? 0 : worker_failed;
}

}  // namespace bridle
