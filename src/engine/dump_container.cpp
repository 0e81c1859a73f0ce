#include "engine/dump_container.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "engine/container_tables.h"
#include "engine/dump_task.h"
#include "evidence/dump_facts.h"
#include "evidence/dump_folder.h"
#include "formats/file_list.h"

namespace bridle {
namespace {

constexpr std::size_t most_fact_files = 16;
constexpr std::uint64_t unpacked_limit = 64ULL << 30;

std::string_view text_of(const Value& value) {
  auto* text = std::get_if<std::string_view>(&value);
  return text == nullptr ? std::string_view{} : *text;
}
std::optional<std::int64_t> number_of(const Value& value) {
  auto* number = std::get_if<std::int64_t>(&value);
  return number == nullptr ? std::nullopt : std::optional(*number);
}
std::optional<Time> time_of(const Value& value) {
  auto number = number_of(value);
  return number ? std::optional(Time{*number}) : std::nullopt;
}
std::optional<std::uint64_t> size_of(const Value& value) {
  auto number = number_of(value);
  return number && *number >= 0 ? std::optional(static_cast<std::uint64_t>(*number)) : std::nullopt;
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

Result<std::unique_ptr<Container>> DumpContainer::open(TaskRunner& runner, RecognisedEvidence recognised,
                                                       const std::string& spool) {
  std::unique_ptr<DumpContainer> dump(new DumpContainer(std::move(recognised), spool));
  dump->index_ = TRY(unnamed_file(spool));
  TRY(dump->is_archive() ? dump->list(runner) : dump->list_folder());
  TRY(dump->find_roots());
  TRY(dump->write_file_list());
  return dump;
}

std::string DumpContainer::archive_name() const {
  return evidence_.path.substr(evidence_.path.rfind('/') + 1);
}

// Time by its size, at a tenth of what inflating costs; it ends, whatever the archive claims.
Limits DumpContainer::archive_limits() const {
  Limits limits;
  auto facts = facts_of(evidence_.opened);
  limits.seconds = 600 + static_cast<std::int64_t>((facts ? facts->size : 0) / 5'000'000);
  limits.memory_bytes = 2ULL << 30;
  limits.spooled_bytes = unpacked_limit;
  limits.output_bytes = unpacked_limit;
  return limits;
}

Result<> DumpContainer::list(TaskRunner& runner) {
  Task task;
  task.kind = TaskKind::list_archive;
  task.limits = archive_limits();
  TRY(run_alone(runner, task, {.content = evidence_.opened.get(), .output = index_.get()},
                "the archive's names"));
  return {};
}

Result<> DumpContainer::list_folder() {
  BatchWriter out(index_.get());
  TaskSink sink(out, dump_entry_table, Limits{}.rows);
  TRY(list_dump_folder(
      evidence_.opened,
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

Result<> DumpContainer::each_row(const std::function<void(const DumpEntry&)>& visit, const Skip& skip) const {
  auto take = [&](const BatchRow& row) {
    DumpEntry entry = entry_of(row);
    if (DumpRoots::tidy(entry.path) == entry.path) visit(entry);
  };
  (void)TRY(
      read_batch(index_.get(), dump_entry_table,
                 {.row = take,
                  .mined = [](const BatchMined&) {},
                  .skip = [&](const BatchSkip& s) { skip(s.locator, {s.fault, std::string(s.reason)}); }}));
  return {};
}

Result<> DumpContainer::find_roots() {
  bool holds_backup = false;
  index_end_ = TRY(read_batch(index_.get(), dump_entry_table,
                              {.row =
                                   [&](const BatchRow& row) {
                                     std::string_view path = text_of(row.values[0]);
                                     roots_.see(path);
                                     holds_backup |=
                                         path.ends_with("Manifest.db") && std::ranges::count(path, '/') < 2;
                                   },
                               .mined = [](const BatchMined&) {},
                               .skip = [](const BatchSkip&) {}}));
  facts_.notes = index_end_.notes;
  auto notes = roots_.notes();
  facts_.notes.insert(facts_.notes.end(), notes.begin(), notes.end());
  if (roots_.found()) return {};
  if (holds_backup)
    return fail(Fault::unsupported,
                fmt::format("{} holds an iOS backup: unpack it and give the folder that holds "
                            "Manifest.db",
                            evidence_.path));
  if (index_end_.failed)
    return fail(index_end_.fault, fmt::format("the archive {} cannot be read: {}. Copy it again",
                                              evidence_.path, index_end_.reason));
  return fail(Fault::absent, fmt::format("{} is no file system of an iPhone: it has neither private/var nor "
                                         "var/mobile, and no folders of a phone's data volume",
                                         evidence_.path));
}

Result<> DumpContainer::write_file_list() {
  file_list_ = TRY(unnamed_file(spool_));
  std::string piece;
  std::uint64_t position = 0;
  Result<> written;
  TRY(each_row(
      [&](const DumpEntry& entry) {
        std::string path = roots_.device_path(entry.path);
        if (dump_fact_rank(path) && fact_files_.size() < most_fact_files)
          fact_files_.push_back(stored_entry(entry, path));
        append_listed_file(
            piece, {.position = entry.member > 0 ? entry.member : ++position,
                    .type = name(entry.type),
                    .device_path = path,
                    .stored_path = entry.path,
                    .target = entry.target,
                    .size = entry.size ? std::optional(static_cast<std::int64_t>(*entry.size)) : std::nullopt,
                    .mode = entry.mode,
                    .owner = entry.owner,
                    .group = entry.group,
                    .modified = entry.modified,
                    .accessed = entry.accessed,
                    .changed = entry.changed,
                    .created = entry.created});
        if (piece.size() < 1 << 20 || !written) return;
        written = write_all(file_list_.get(), as_bytes(piece));
        piece.clear();
      },
      [](std::string_view, const Error&) {}));
  TRY(written);
  TRY(write_all(file_list_.get(), as_bytes(piece)));
  file_list_ = TRY(read_only(file_list_));
  return {};
}

StoredEntry DumpContainer::stored_entry(const DumpEntry& entry, std::string path) const {
  StoredEntry stored;
  stored.entry.path = std::move(path);
  stored.entry.relative_path = entry.path;
  stored.entry.stored_as = is_archive() ? archive_name() : std::string(entry.path);
  stored.entry.recorded_size = entry.size;
  stored.refused = refusal(entry);
  stored.member = entry.member;
  stored.offset = entry.offset;
  return stored;
}

Result<> DumpContainer::each_entry(const Visit& visit, const Skip& skip) const {
  StoredEntry list;
  list.entry.path = dump_file_list;
  visit(std::move(list));
  std::unordered_map<std::size_t, std::uint32_t> met;  // by a hash of the path: 16 bytes for each, not 100
  return each_row(
      [&](const DumpEntry& entry) {
        if (entry.type == DumpEntryType::directory) return;
        StoredEntry stored = stored_entry(entry, roots_.device_path(entry.path));
        stored.occurrence = met[std::hash<std::string>{}(stored.entry.path)]++;
        visit(std::move(stored));
      },
      skip);
}

}  // namespace bridle
