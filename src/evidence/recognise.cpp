#include "evidence/recognise.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <algorithm>
#include <memory>

#include "base/text.h"
#include "evidence/android_layout.h"
#include "evidence/dump_roots.h"
#include "formats/age_header.h"
#include "formats/android_backup_header.h"

namespace bridle {
namespace {

std::string resolved(const std::string& path) {
  std::unique_ptr<char, decltype(&::free)> real(::realpath(path.c_str(), nullptr), &::free);
  return real ? std::string(real.get()) : path;
}

// A tar header carries the sum of its bytes, its own eight counted as blanks, in octal digits.
bool is_tar_header(Bytes block) {
  if (block.size() < 512) return false;
  std::uint64_t sum = 8 * ' ', claimed = 0;
  for (std::size_t i = 0; i < 512; ++i)
    if (i < 148 || i >= 156) sum += block[i];
  bool digits = false;
  for (std::size_t i = 148; i < 156; ++i) {
    if (block[i] < '0' || block[i] > '7') continue;
    digits = true;
    claimed = claimed * 8 + block[i] - '0';
  }
  return digits && sum == claimed && sum != 8 * ' ';
}

Fd folder_in(const Fd& folder, const std::string& name) {
  return Fd{::openat(folder.get(), name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)};
}

// The folders down to where a root can begin, as paths: enough for the roots to show.
void show_folders(const Fd& folder, const std::string& path, int depth, DumpRoots& roots) {
  constexpr std::size_t most_names = 10'000;  // a folder of photographs is not worth a look at each
  auto names = names_in(folder);
  if (!names || names->size() > most_names) return;
  for (const std::string& name : *names) {
    Fd below = folder_in(folder, name);
    if (!below) continue;
    std::string inside = path + name + "/";
    roots.see(inside + "x");
    if (depth > 0 && !roots.found()) show_folders(below, inside, depth - 1, roots);
  }
}

// The files down to where the layouts of an Android phone's evidence show, by their names.
void show_files(const Fd& folder, const std::string& path, int depth, AndroidLayoutFinder& finder) {
  constexpr std::size_t most_names = 10'000;
  auto names = names_in(folder);
  if (!names || names->size() > most_names) return;
  for (const std::string& name : *names) {
    Fd below = folder_in(folder, name);
    if (!below)
      finder.see(path + name);
    else if (depth > 0)
      show_files(below, path + name + "/", depth - 1, finder);
  }
}

bool begins_with(const Fd& file, std::string_view magic) {
  std::vector<std::uint8_t> head(magic.size());
  return read_at(file.get(), 0, head) && as_text(head) == magic;
}

Result<RecognisedEvidence> recognise_file(const std::string& path) {
  RecognisedEvidence evidence{
      .kind = EvidenceKind::dump_archive, .path = resolved(path), .opened = {}, .backup = {}};
  evidence.opened = TRY(open_for_reading(evidence.path));
  if (is_archive(evidence.opened)) return evidence;
  if (begins_with(evidence.opened, android_backup_magic)) {
    evidence.kind = EvidenceKind::android_backup;
    return evidence;
  }
  if (begins_with(evidence.opened, age_magic) ||
      begins_with(evidence.opened, "-----BEGIN AGE ENCRYPTED FILE-----")) {
    evidence.kind = EvidenceKind::age_file;
    return evidence;
  }
  if (is_android_text(evidence.opened)) {
    evidence.kind = EvidenceKind::android_text;
    return evidence;
  }
  return fail(
      Fault::unsupported,
      fmt::format("{} is a file, and neither a tar, a tar.gz nor a zip archive, nor the text of a bug "
                  "report: give the folder of an iOS backup (it holds Manifest.db), the file system of "
                  "a phone, a bug report or an AndroidQF collection, as a folder or as such an archive",
                  path));
}

}  // namespace

bool is_android_text(const Fd& file) {
  auto facts = facts_of(file);
  if (!facts || !facts->regular) return false;
  std::vector<std::uint8_t> head(std::min<std::uint64_t>(facts->size, 64 << 10));
  return read_at(file.get(), 0, head) && is_bugreport_text(as_text(head));
}

bool is_gzip_file(const Fd& file) {
  return begins_with(file, "\x1f\x8b\x08");
}

bool is_archive(const Fd& file) {
  auto facts = facts_of(file);
  if (!facts || !facts->regular) return false;
  std::vector<std::uint8_t> head(std::min<std::uint64_t>(facts->size, 512));
  if (!read_at(file.get(), 0, head)) return false;
  std::string_view text = as_text(head);
  for (std::string_view magic : {"\x1f\x8b\x08", "PK\x03\x04", "PK\x05\x06", "PK\x07\x08", "PK00PK\x03\x04"})
    if (text.starts_with(magic)) return true;
  return is_tar_header(head);
}

Result<RecognisedEvidence> recognise_evidence(const std::string& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0)
    return fail(Fault::absent, fmt::format("there is no folder or archive {}: check the path", path));
  if (!S_ISDIR(status.st_mode)) return recognise_file(path);
  auto backup = find_backup(path);
  if (backup) {
    RecognisedEvidence evidence{
        .kind = EvidenceKind::ios_backup, .path = backup->path, .opened = {}, .backup = {}};
    evidence.backup = std::move(*backup);
    return evidence;
  }
  if (backup.error().fault != Fault::absent) return std::unexpected(backup.error());
  RecognisedEvidence evidence{.kind = EvidenceKind::dump_folder, .path = path, .opened = {}, .backup = {}};
  evidence.opened = TRY(open_directory(path));
  DumpRoots roots;
  show_folders(evidence.opened, "", DumpRoots::deepest, roots);
  if (roots.found()) return evidence;
  AndroidLayoutFinder finder;
  show_files(evidence.opened, "", 4, finder);
  if (finder.found().layout != AndroidLayout::none) {
    evidence.kind = EvidenceKind::android_folder;
    return evidence;
  }
  return fail(Fault::absent,
              backup.error().message +
                  ", or the folder above private/var (or var/mobile) of a phone's file system, or "
                  "a bug report or an AndroidQF collection of an Android phone");
}

}  // namespace bridle
