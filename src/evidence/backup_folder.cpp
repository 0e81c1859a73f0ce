#include "evidence/backup_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/stat.h>

#include <algorithm>

namespace bridle {
namespace {

bool contains(const std::vector<std::string>& sorted, std::string_view name) {
  return std::ranges::binary_search(sorted, name);
}

bool looks_like_backup(const std::vector<std::string>& names) {
  bool index = contains(names, "Manifest.db") || contains(names, "Manifest.mbdb");
  bool lists = contains(names, "Info.plist") || contains(names, "Manifest.plist");
  return index || (lists && (contains(names, "Status.plist") || contains(names, "Snapshot")));
}

Result<BackupFolder> described(std::string path, Fd directory, const std::vector<std::string>& names) {
  BackupFolder folder;
  folder.path = std::move(path);
  folder.directory = std::move(directory);
  folder.has_info = contains(names, "Info.plist");
  folder.has_status = contains(names, "Status.plist");
  folder.has_manifest_plist = contains(names, "Manifest.plist");
  folder.has_database = contains(names, "Manifest.db");
  folder.has_database_log = contains(names, "Manifest.db-wal");
  folder.has_mbdb = contains(names, "Manifest.mbdb");
  folder.has_snapshot = contains(names, "Snapshot");
  if (!folder.has_database && !folder.has_mbdb)
    return fail(
        Fault::malformed,
        fmt::format(
            "{} is an iOS backup without its index (Manifest.db or Manifest.mbdb): {}. Copy the whole "
            "folder again from the computer that made it, or make a new backup",
            folder.path,
            folder.has_snapshot ? "it was still being written" : "it was copied in part or is damaged"));
  return folder;
}

bool is_file(const std::string& path) {
  struct stat status{};
  return ::stat(path.c_str(), &status) == 0 && !S_ISDIR(status.st_mode);
}

}  // namespace

Result<BackupFolder> find_backup(const std::string& path) {
  if (is_file(path))
    return fail(Fault::unsupported,
                fmt::format("{} is a file, and an iOS backup is a folder: give the folder that holds "
                            "Manifest.db (unpack an archive first)",
                            path));
  auto directory = open_directory(path);
  if (!directory && directory.error().fault == Fault::absent)
    return fail(Fault::absent, fmt::format("there is no folder {}: check the path", path));
  if (!directory) return std::unexpected(directory.error());
  auto names = TRY(names_in(*directory));
  if (looks_like_backup(names)) return described(path, std::move(*directory), names);

  std::vector<std::string> found;
  for (const std::string& name : names) {
    Fd below{::openat(directory->get(), name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)};
    if (!below) continue;
    auto inside = names_in(below);
    if (inside && looks_like_backup(*inside)) found.push_back(name);
  }
  if (found.size() > 1)
    return fail(Fault::unsupported, fmt::format("{} holds several backups ({}): give the one to examine",
                                                path, fmt::join(found, ", ")));
  if (found.empty())
    return fail(
        Fault::absent,
        fmt::format(
            "{} is not an iOS backup: {}. Give the folder that holds Manifest.db and Info.plist", path,
            names.empty() ? "the folder is empty" : "it holds neither Manifest.db nor Manifest.mbdb"));
  std::string inner = path + (path.ends_with('/') ? "" : "/") + found.front();
  auto opened = TRY(open_directory(inner));
  auto inside = TRY(names_in(opened));
  return described(std::move(inner), std::move(opened), inside);
}

}  // namespace bridle
