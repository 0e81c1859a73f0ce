#include "base/file.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <functional>
#include <system_error>
#include <vector>

#include "base/file_replacement.h"
#include "base/large_pages.h"
#include "base/system_failure.h"

namespace bridle {
namespace {

int open_quietly(int directory, const char* path, int flags) {
  int fd = ::openat(directory, path, flags | O_RDONLY | O_CLOEXEC | O_NOATIME);
  // Only a file's owner may ask that its access time stay as it is.
  if (fd < 0 && errno == EPERM) fd = ::openat(directory, path, flags | O_RDONLY | O_CLOEXEC);
  return fd;
}

}  // namespace

void Fd::reset() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

std::string system_message(int error_number) {
  return std::generic_category().message(error_number);
}

Result<Fd> open_beneath(const Fd& directory, const std::string& path) {
  Fd below;
  std::size_t start = 0;
  for (;;) {
    auto slash = path.find('/', start);
    std::string component = path.substr(start, slash == std::string::npos ? slash : slash - start);
    if (component.empty() || component == ".." || component.find('\0') != std::string::npos)
      return fail(Fault::malformed, "the path would leave its folder");
    int flags = O_NOFOLLOW | (slash == std::string::npos ? O_NONBLOCK : O_DIRECTORY);
    Fd next{open_quietly(below ? below.get() : directory.get(), component.c_str(), flags)};
    if (!next) return system_failure("cannot open the file");
    if (slash == std::string::npos) return next;
    below = std::move(next);
    start = slash + 1;
  }
}

Result<Fd> open_directory(const std::string& path) {
  Fd fd{::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (!fd) return system_failure(fmt::format("cannot open the folder {}", path));
  return fd;
}

Result<Fd> open_for_reading(const std::string& path) {
  Fd fd{open_quietly(AT_FDCWD, path.c_str(), O_NONBLOCK)};
  if (!fd) return system_failure(fmt::format("cannot open {}", path));
  return fd;
}

Result<FileFacts> facts_of(const Fd& file) {
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) return system_failure("cannot stat the file");
  return FileFacts{S_ISREG(status.st_mode), static_cast<std::uint64_t>(status.st_size)};
}

namespace {

EntryKind kind_of(int directory, const dirent& entry) {
  if (entry.d_type == DT_REG) return EntryKind::file;
  if (entry.d_type == DT_DIR) return EntryKind::folder;
  struct stat status{};
  if (entry.d_type != DT_UNKNOWN || ::fstatat(directory, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) != 0)
    return EntryKind::other;
  return S_ISREG(status.st_mode)   ? EntryKind::file
         : S_ISDIR(status.st_mode) ? EntryKind::folder
                                   : EntryKind::other;
}

Result<> each_name(const Fd& directory, const std::function<void(int directory, const dirent&)>& visit) {
  int copy = ::openat(directory.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR* stream = copy < 0 ? nullptr : ::fdopendir(copy);
  if (stream == nullptr)
    return fail(Fault::io, fmt::format("cannot list a folder: {}", system_message(errno)));
  while (dirent* entry = ::readdir(stream)) {
    std::string_view name = entry->d_name;
    if (name != "." && name != "..") visit(copy, *entry);
  }
  ::closedir(stream);
  return {};
}

}  // namespace

Result<std::vector<std::string>> names_in(const Fd& directory) {
  std::vector<std::string> names;
  TRY(each_name(directory, [&](int, const dirent& entry) { names.emplace_back(entry.d_name); }));
  std::ranges::sort(names);
  return names;
}

Result<std::vector<FolderEntry>> entries_in(const Fd& directory) {
  std::vector<FolderEntry> entries;
  TRY(each_name(directory, [&](int folder, const dirent& entry) {
    entries.push_back({entry.d_name, kind_of(folder, entry)});
  }));
  std::ranges::sort(entries, {}, &FolderEntry::name);
  return entries;
}

Result<> read_at(int fd, std::uint64_t offset, std::span<std::uint8_t> into) {
  while (!into.empty()) {
    ssize_t got = ::pread(fd, into.data(), into.size(), static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_failure("cannot read the file");
    if (got == 0) return fail(Fault::truncated, fmt::format("file ends at byte {}", offset));
    into = into.subspan(static_cast<std::size_t>(got));
    offset += static_cast<std::uint64_t>(got);
  }
  return {};
}

Result<std::string> read_whole(const Fd& file, std::uint64_t most) {
  auto facts = TRY(facts_of(file));
  if (!facts.regular) return fail(Fault::io, "not a regular file");
  if (facts.size > most) return fail(Fault::limit, fmt::format("file is longer than {} bytes", most));
  auto size = static_cast<std::size_t>(facts.size);
  Result<> read;
  std::string content;
  // GCC 12 hands on the room that it made, which may be more.
  content.resize_and_overwrite(size, [&](char* at, std::size_t) {
    prefer_large_pages(at, size);
    read = read_at(file.get(), 0, as_writable_bytes({at, size}));
    return read ? size : 0;
  });
  TRY(std::move(read));
  return content;
}

Result<> write_all(int fd, Bytes bytes) {
  while (!bytes.empty()) {
    ssize_t put = ::write(fd, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return system_failure("cannot write");
    bytes = bytes.subspan(static_cast<std::size_t>(put));
  }
  return {};
}

Result<> write_new_file(const std::string& path, std::string_view content) {
  Fd fd{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)};
  if (!fd) return system_failure(fmt::format("cannot make {}", path));
  TRY(write_all(fd.get(), as_bytes(content)));
  if (::fsync(fd.get()) != 0) return system_failure(fmt::format("cannot write {}", path));
  return {};
}

Result<> replace_file(const std::string& path, std::string_view content) {
  auto file = TRY(FileReplacement::begin(path));
  TRY(file.write(content));
  return file.commit();
}

Result<Fd> unnamed_file(const std::string& directory) {
  Fd fd{::open(directory.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600)};
  if (fd) return fd;
  // Some file systems cannot make a nameless file: make one and take its name away at once.
  std::string pattern = directory + "/spool-XXXXXX";
  Fd named{::mkostemp(pattern.data(), O_CLOEXEC)};
  if (!named) return system_failure(fmt::format("cannot make a spool file in {}", directory));
  ::unlink(pattern.c_str());
  return named;
}

Result<Fd> read_only(const Fd& file) {
  return open_for_reading(fmt::format("/proc/self/fd/{}", file.get()));
}

}  // namespace bridle
