#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "base/text.h"
#include "engine/android_container.h"
#include "engine/sections_task.h"

namespace bridle {
namespace {

constexpr std::size_t main_entry_limit = 4096;

}  // namespace

Result<> AndroidContainer::add_part(TaskRunner& runner, AndroidPart part) {
  part.end = TRY(part.tree.each_row([](const DumpEntry&) {}, [](std::string_view, const Error&) {}));
  parts_.push_back(std::move(part));
  TRY(choose_text(runner, parts_.back()));
  return add_nested(runner, parts_.size() - 1);
}

// The name in main_entry.txt, without the white space around it: compared with names, never opened as a path.
Result<std::optional<std::string>> AndroidContainer::main_entry(TaskRunner& runner, AndroidPart& part) {
  std::optional<StoredEntry> entry;
  TRY(each_file(
      part,
      [&](StoredEntry&& stored) {
        if (stored.entry.path == "bugreport/main_entry.txt" && !stored.refused) entry = std::move(stored);
      },
      [](std::string_view, const Error&) {}));
  if (!entry) return std::nullopt;
  if (part.tree.is_packed(*entry)) TRY(part.tree.unpack(runner, {entry->member}));
  auto opened = part.tree.open(*entry);
  if (!opened) return std::string();
  auto facts = TRY(facts_of(opened->file));
  FileRange range = opened->task_file.range.value_or(FileRange{0, facts.size});
  std::vector<std::uint8_t> name(std::min<std::uint64_t>(range.size, main_entry_limit));
  if (!read_at(opened->file.get(), range.offset, name)) return std::string();
  return std::string(trim(as_text(name)));
}

// AOSP: main_entry.txt names the text. Without it: by name, then the longest.
Result<> AndroidContainer::choose_text(TaskRunner& runner, AndroidPart& part) {
  bool is_report = part.layout == AndroidLayout::bugreport;
  if (!is_report && part.layout != AndroidLayout::androidqf) return {};
  std::optional<std::string> named;
  if (is_report) named = TRY(main_entry(runner, part));
  struct Candidate {
    std::tuple<int, std::uint64_t, std::string> order;
    StoredEntry entry;
  };
  std::optional<Candidate> best;
  std::size_t candidates = 0;
  bool is_named = false;
  TRY(each_file(
      part,
      [&](StoredEntry&& stored) {
        std::string_view path = stored.entry.path;
        path.remove_prefix(path.find('/') + 1);
        auto rank = is_report ? bugreport_text_rank(path) : std::nullopt;
        if (path == "dumpsys.txt" && !is_report) rank = 0;
        bool is_packed = path.ends_with(".gz");  // for add_packed_text
        if (is_packed) rank.reset();
        bool is_alone = part.is_text || (part.tree.name() == path && parts_.size() == 1);
        if (is_alone) rank = 0;  // whatever its name
        if (named && path == *named && !is_packed) {
          rank = -1;
          is_named = true;
        }
        if (!rank || stored.refused) return;
        ++candidates;
        Candidate candidate{{*rank, ~stored.entry.recorded_size.value_or(0), std::string(path)},
                            std::move(stored)};
        if (!best || candidate.order < best->order) best = std::move(candidate);
      },
      [](std::string_view, const Error&) {}));
  if (named && !is_named) part.text_trouble = "main_entry.txt names a text that is not there";
  if (!best) {
    if (is_report && part.text_trouble.empty()) part.text_trouble = "it holds no text of a bug report";
    return {};
  }
  if (is_report && !is_named && candidates > 1)
    part.text_notes.push_back(
        fmt::format("{} files may be the text of the bug report; {} was taken", candidates,
                    std::string_view(best->entry.entry.path).substr(std::string_view("bugreport/").size())));
  part.text = std::move(best->entry);
  return split_text(runner, part);
}

Result<> AndroidContainer::split_text(TaskRunner& runner, AndroidPart& part) {
  StoredEntry& text = *part.text;
  if (part.tree.is_packed(text)) TRY(part.tree.unpack(runner, {text.member}));
  auto note = [&](const std::string& trouble) {
    part.text_trouble += (part.text_trouble.empty() ? "" : "; ") + trouble;
  };
  auto opened = part.tree.open(text);
  if (!opened) {
    note("its text cannot be read: " + opened.error().message);
    return {};
  }
  if (!opened->task_file.problem.empty()) note("its text is not all there: " + opened->task_file.problem);
  Fd output = TRY(unnamed_file(spool_));
  Task task;
  task.kind = TaskKind::sections;
  task.entry = text.entry;
  task.content = std::move(opened->task_file);
  auto ended = run_alone(runner, task, {.content = opened->file.get(), .output = output.get()},
                         "the text of the bug report");
  auto sections = ended ? read_sections(output.get()) : std::unexpected(ended.error());
  std::size_t kept = 0;
  for (const AndroidPart& other : parts_) kept += other.sections.sections.size();
  if (sections && kept + sections->sections.size() > 2 * DumpSplitter::most_sections)
    note("it and the texts beside it have more sections than are read");
  else if (sections)
    part.sections = std::move(*sections);
  else
    note("its text cannot be read: " + sections.error().message);
  return {};
}

}  // namespace bridle
