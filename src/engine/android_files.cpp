#include "engine/android_container.h"
#include "formats/file_list.h"

namespace bridle {
namespace {

constexpr std::size_t piece_size = 1 << 20;

// Where a copy stands, and where its file was on the phone. AndroidQF names no other folder for `tmp/` than
// $TMPDIR, which is this one unless somebody set it.
struct Place {
  AndroidLayout layout;
  std::string_view copies, originals;
};
constexpr Place places[] = {{AndroidLayout::bugreport, "FS/", "/"},
                            {AndroidLayout::androidqf, "logs/", "/"},
                            {AndroidLayout::androidqf, "tmp/", "/data/local/tmp/"}};

}  // namespace

Result<> AndroidContainer::append_files(const AndroidPart& part, const Fd& list) const {
  std::string piece;
  Result<> written;
  std::uint64_t position = 0;
  // What was packed again, into a folder of its own, has the clock of whoever did it.
  bool is_packed_by_phone = part.layout == AndroidLayout::bugreport && part.leading.empty();
  auto take = [&](const DumpEntry& entry) {
    ++position;
    if (entry.type == DumpEntryType::directory) return;  // some packings list them, others do not
    std::string_view path = entry.path;
    if (!path.starts_with(part.leading)) return;
    path.remove_prefix(part.leading.size());
    for (const Place& place : places) {
      if (place.layout != part.layout || !path.starts_with(place.copies)) continue;
      std::string original = std::string(place.originals) + std::string(path.substr(place.copies.size()));
      std::string stored = std::string(name(part.layout)) + "/" + std::string(path);
      append_listed_file(
          piece, {.position = entry.member > 0 ? entry.member : position,
                  .type = name(entry.type),
                  .device_path = original,
                  .stored_path = stored,
                  .target = entry.target,
                  .size = entry.size ? std::optional(static_cast<std::int64_t>(*entry.size)) : std::nullopt,
                  .modified = entry.modified,
                  .modified_is_local = entry.modified_is_local && is_packed_by_phone});
    }
    if (piece.size() < piece_size || !written) return;
    written = write_all(list.get(), as_bytes(piece));
    piece.clear();
  };
  (void)TRY(part.tree.each_row(take, [](std::string_view, const Error&) {}));
  TRY(written);
  return write_all(list.get(), as_bytes(piece));
}

Result<> AndroidContainer::write_file_list() {
  Fd list = TRY(unnamed_file(spool_));
  bool may_hold = false;
  for (const AndroidPart& part : parts_) {
    may_hold |= part.layout == AndroidLayout::bugreport || part.layout == AndroidLayout::androidqf;
    TRY(append_files(part, list));
  }
  if (may_hold) file_list_ = TRY(read_only(list));
  return {};
}

}  // namespace bridle
