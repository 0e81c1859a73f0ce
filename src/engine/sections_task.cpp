#include "engine/sections_task.h"

#include <algorithm>

#include "base/text.h"
#include "engine/batch_values.h"
#include "engine/container_tables.h"
#include "engine/launcher_loop.h"
#include "engine/run_task.h"
#include "engine/task_sink.h"

namespace bridle {
namespace {

constexpr std::uint64_t piece_size = 1 << 20;

Result<DumpText> split(const Task& task, const TaskFiles& files) {
  Input::Remarks remarks;
  auto content = TRY(stored_file(files.content, task.content)(remarks));
  DumpSplitter splitter;
  std::vector<std::uint8_t> piece(piece_size);
  for (std::uint64_t at = 0; at < content->size(); at += piece.size()) {
    piece.resize(static_cast<std::size_t>(std::min(piece_size, content->size() - at)));
    TRY(content->read(at, piece));
    splitter.feed(piece);
  }
  return splitter.finish();
}

void add_section(TaskSink& sink, const DumpSection& section) {
  SectionRow row{.kind = static_cast<std::int64_t>(section.kind),
                 .name = section.name,
                 .title = section.title,
                 .command = section.command,
                 .offset = static_cast<std::int64_t>(section.offset),
                 .size = static_cast<std::int64_t>(section.size),
                 .first_line = static_cast<std::int64_t>(section.first_line),
                 .errors = static_cast<std::int64_t>(section.errors),
                 .ended = section.ended,
                 .cut_off = section.cut_off,
                 .timed_out = section.timed_out};
  sink.add(at_line(static_cast<std::int64_t>(section.first_line)), &row);
}

}  // namespace

int run_sections(Task& task, const TaskFiles& files) {
  BatchWriter out(files.output);
  TaskSink sink(out, section_table, DumpSplitter::most_sections + 2);
  BatchEnd end;
  auto text = split(task, files);
  if (text) {
    const DeviceClock& clock = text->clock;
    std::string offset = clock.utc_offset_seconds ? std::to_string(*clock.utc_offset_seconds) : "";
    std::string made_at = clock.made_at_local ? std::to_string(*clock.made_at_local) : "";
    SectionRow whole{.kind = -1,
                     .name = clock.zone,
                     .title = made_at,
                     .command = offset,
                     .size = static_cast<std::int64_t>(text->headers),
                     .first_line = static_cast<std::int64_t>(text->lines),
                     .errors = static_cast<std::int64_t>(text->loose_lines),
                     .ended = text->done,
                     .cut_off = text->full};
    sink.add(whole_file(), &whole);
    for (const DumpSection& section : text->sections) add_section(sink, section);
  } else {
    put_failure(end, text.error());
  }
  end.rows = sink.rows();
  return out.finish(end) ? 0 : worker_failed;
}

Result<DumpText> read_sections(int batch) {
  DumpText text;
  auto take = [&](const BatchRow& row) {
    const auto& v = row.values;
    auto* kind = std::get_if<std::int64_t>(&v[0]);
    if (kind == nullptr) return;
    if (*kind < 0) {
      text.headers = size_of(v[5]).value_or(0);
      text.lines = size_of(v[6]).value_or(0);
      text.loose_lines = size_of(v[7]).value_or(0);
      text.done = size_of(v[8]).value_or(0) != 0;
      text.full = size_of(v[9]).value_or(0) != 0;
      text.clock.zone = text_of(v[1]);
      if (auto made_at = parse_integer(text_of(v[2]))) text.clock.made_at_local = *made_at;
      if (auto offset = parse_integer(text_of(v[3])); offset && *offset >= -86'400 && *offset <= 86'400)
        text.clock.utc_offset_seconds = static_cast<std::int32_t>(*offset);
      return;
    }
    DumpSection section;
    section.kind = static_cast<DumpSection::Kind>(std::clamp<std::int64_t>(*kind, 0, 2));
    section.name = text_of(v[1]);
    section.title = text_of(v[2]);
    section.command = text_of(v[3]);
    section.offset = size_of(v[4]).value_or(0);
    section.size = std::min<std::uint64_t>(size_of(v[5]).value_or(0), INT64_MAX - section.offset);
    section.first_line = size_of(v[6]).value_or(0);
    section.errors = size_of(v[7]).value_or(0);
    section.ended = size_of(v[8]).value_or(0) != 0;
    section.cut_off = size_of(v[9]).value_or(0) != 0;
    section.timed_out = size_of(v[10]).value_or(0) != 0;
    text.sections.push_back(std::move(section));
  };
  BatchEnd end =
      TRY(read_batch(batch, section_table,
                     {.row = take, .mined = [](const BatchMined&) {}, .skip = [](const BatchSkip&) {}}));
  if (end.failed) return fail(end.fault, end.reason);
  return text;
}

}  // namespace bridle
