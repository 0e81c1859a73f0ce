#include "engine/task.h"

#include <cassert>

namespace bridle {
namespace {

// Appends into memory of a size that is computed by a first pass with no memory at all.
class Packer {
 public:
  explicit Packer(std::span<std::uint8_t> out) : out_(out) {}
  void integer(std::uint64_t value) {
    for (int i = 0; i < 8; ++i) byte(static_cast<std::uint8_t>(value >> (8 * i)));
  }
  void bytes(Bytes bytes) {
    integer(bytes.size());
    for (std::uint8_t b : bytes) byte(b);
  }
  void text(std::string_view text) { bytes(as_bytes(text)); }
  std::size_t size() const { return at_; }

 private:
  void byte(std::uint8_t b) {
    if (at_ < out_.size()) out_[at_] = b;
    ++at_;
  }
  std::span<std::uint8_t> out_;
  std::size_t at_ = 0;
};

void pack_size(Packer& out, const std::optional<std::uint64_t>& size) {
  out.integer(size.has_value());
  out.integer(size.value_or(0));
}

void pack_clock(Packer& out, const DeviceClock& clock) {
  out.text(clock.zone);
  out.integer(clock.utc_offset_seconds.has_value());
  out.integer(static_cast<std::uint64_t>(std::int64_t{clock.utc_offset_seconds.value_or(0)}));
  out.integer(clock.made_at_local.has_value());
  out.integer(static_cast<std::uint64_t>(clock.made_at_local.value_or(0)));
}

void pack_file(Packer& out, const TaskFile& file) {
  pack_size(out, file.recorded_size);
  out.integer(file.encrypted);
  out.text(file.problem);
  out.integer(file.range.has_value());
  out.integer(file.range ? file.range->offset : 0);
  out.integer(file.range ? file.range->size : 0);
  out.bytes(file.key.bytes());
}

void pack(Packer& out, const Task& task) {
  out.integer(static_cast<std::uint64_t>(task.kind));
  out.integer(task.artefact);
  for (const std::string* text : {&task.entry.path, &task.entry.domain, &task.entry.relative_path,
                                  &task.entry.file_id, &task.entry.stored_as})
    out.text(*text);
  pack_size(out, task.entry.recorded_size);
  pack_clock(out, task.entry.clock);
  out.integer(static_cast<std::uint64_t>(task.entry.first_line));
  pack_file(out, task.content);
  pack_file(out, task.wal);
  out.integer(task.has_wal);
  for (std::uint64_t limit :
       {static_cast<std::uint64_t>(task.limits.seconds), task.limits.memory_bytes, task.limits.output_bytes,
        task.limits.rows, task.limits.contiguous_bytes, task.limits.spooled_bytes})
    out.integer(limit);
  out.bytes(task.password.bytes());
  out.bytes(task.identity.bytes());
}

class Unpacker {
 public:
  explicit Unpacker(Bytes bytes) : in_(bytes) {}
  std::uint64_t integer() { return in_.le<std::uint64_t>(); }
  Bytes bytes() { return in_.take(integer()); }
  std::string text() { return std::string(as_text(bytes())); }
  std::optional<std::uint64_t> size() {
    bool known = integer() != 0;
    std::uint64_t value = integer();
    return known ? std::optional(value) : std::nullopt;
  }
  DeviceClock clock() {
    DeviceClock clock{.zone = text()};
    bool has_offset = integer() != 0;
    auto offset = static_cast<std::int32_t>(integer());
    if (has_offset) clock.utc_offset_seconds = offset;
    bool has_moment = integer() != 0;
    auto moment = static_cast<std::int64_t>(integer());
    if (has_moment) clock.made_at_local = moment;
    return clock;
  }
  TaskFile file() {
    TaskFile file;
    file.recorded_size = size();
    file.encrypted = integer() != 0;
    file.problem = text();
    bool in_part = integer() != 0;
    FileRange range;
    range.offset = integer();
    range.size = integer();
    if (in_part) file.range = range;
    file.key = Secret(bytes(), Secret::AfterFork::kept);
    return file;
  }
  Result<> check() const { return in_.check("task"); }

 private:
  Cursor in_;
};

}  // namespace

Secret pack_task(const Task& task) {
  Packer measure({});
  pack(measure, task);
  Secret packed(measure.size());
  Packer out(packed.writable());
  pack(out, task);
  assert(out.size() == packed.size());
  return packed;
}

Result<Task> unpack_task(Bytes bytes) {
  Unpacker in(bytes);
  Task task;
  task.kind = static_cast<TaskKind>(in.integer());
  task.artefact = static_cast<std::uint32_t>(in.integer());
  for (std::string* text : {&task.entry.path, &task.entry.domain, &task.entry.relative_path,
                            &task.entry.file_id, &task.entry.stored_as})
    *text = in.text();
  task.entry.recorded_size = in.size();
  task.entry.clock = in.clock();
  task.entry.first_line = static_cast<std::int64_t>(in.integer());
  task.content = in.file();
  task.wal = in.file();
  task.has_wal = in.integer() != 0;
  task.limits.seconds = static_cast<std::int64_t>(in.integer());
  task.limits.memory_bytes = in.integer();
  task.limits.output_bytes = in.integer();
  task.limits.rows = in.integer();
  task.limits.contiguous_bytes = in.integer();
  task.limits.spooled_bytes = in.integer();
  task.password = Secret(in.bytes(), Secret::AfterFork::kept);
  task.identity = Secret(in.bytes(), Secret::AfterFork::kept);
  TRY(in.check());
  return task;
}

}  // namespace bridle
