#include "engine/dump_container.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "evidence/dump_facts.h"
#include "formats/file_list.h"

namespace bridle {
namespace {

constexpr std::size_t most_fact_files = 16;

}  // namespace

Result<std::unique_ptr<Container>> DumpContainer::open(StoredTree tree, const std::string& path,
                                                       const std::string& spool) {
  std::unique_ptr<DumpContainer> dump(new DumpContainer(std::move(tree), spool));
  TRY(dump->find_roots(path));
  TRY(dump->write_file_list());
  return dump;
}

Result<> DumpContainer::find_roots(const std::string& path) {
  bool holds_backup = false;
  index_end_ = TRY(tree_.each_row(
      [&](const DumpEntry& entry) {
        roots_.see(entry.path);
        holds_backup |= entry.path.ends_with("Manifest.db") && std::ranges::count(entry.path, '/') < 2;
      },
      [](std::string_view, const Error&) {}));
  facts_.notes = index_end_.notes;
  auto notes = roots_.notes();
  facts_.notes.insert(facts_.notes.end(), notes.begin(), notes.end());
  if (roots_.found()) return {};
  if (holds_backup)
    return fail(Fault::unsupported,
                fmt::format("{} holds an iOS backup: unpack it and give the folder that holds "
                            "Manifest.db",
                            path));
  if (index_end_.failed)
    return fail(index_end_.fault,
                fmt::format("the archive {} cannot be read: {}. Copy it again", path, index_end_.reason));
  return fail(Fault::absent,
              fmt::format("{} is no file system of an iPhone: it has neither private/var nor "
                          "var/mobile, and no folders of a phone's data volume; nor is it a bug "
                          "report or an AndroidQF collection of an Android phone",
                          path));
}

Result<> DumpContainer::write_file_list() {
  file_list_ = TRY(unnamed_file(spool_));
  std::string piece;
  std::uint64_t position = 0;
  Result<> written;
  (void)TRY(tree_.each_row(
      [&](const DumpEntry& entry) {
        std::string path = roots_.device_path(entry.path);
        if (dump_fact_rank(path) && fact_files_.size() < most_fact_files)
          fact_files_.push_back(tree_.stored_entry(entry, path));
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

Result<> DumpContainer::each_entry(const Visit& visit, const Skip& skip) const {
  StoredEntry list;
  list.entry.path = dump_file_list;
  visit(std::move(list));
  std::unordered_map<std::size_t, std::uint32_t> met;  // by a hash of the path: 16 bytes for each, not 100
  (void)TRY(tree_.each_row(
      [&](const DumpEntry& entry) {
        if (entry.type == DumpEntryType::directory) return;
        StoredEntry stored = tree_.stored_entry(entry, roots_.device_path(entry.path));
        stored.occurrence = met[std::hash<std::string>{}(stored.entry.path)]++;
        visit(std::move(stored));
      },
      skip));
  return {};
}

}  // namespace bridle
