#include "evidence/dump_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "evidence/dump_roots.h"

namespace bridle {
namespace {

constexpr int deepest_folder = 64;

std::optional<Time> as_time(const timespec& time) {
  return time_of_parts(time.tv_sec, time.tv_nsec);
}

class Walk {
 public:
  Walk(const DumpEntryVisitor& visit, const DumpSkipVisitor& skip) : visit_(visit), skip_(skip) {}

  Result<> folder(const Fd& folder, const std::string& path, int depth) {
    for (const std::string& name : TRY(names_in(folder))) {
      std::string inside = path.empty() ? name : path + "/" + name;
      struct stat status{};
      if (::fstatat(folder.get(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0)
        skip_(inside, {Fault::io, system_message(errno)});
      else if (inside.size() > PATH_MAX)
        skip_(inside.substr(0, 256), {Fault::limit, "a path of more than 4096 bytes"});
      else
        entry(folder, name, inside, status, depth);
    }
    return {};
  }

 private:
  void entry(const Fd& folder, const std::string& name, const std::string& path, const struct stat& status,
             int depth) {
    DumpEntry entry{.path = path, .modified = as_time(status.st_mtim)};
    std::array<char, PATH_MAX> target{};
    if (S_ISREG(status.st_mode)) {
      entry.size = static_cast<std::uint64_t>(status.st_size);
    } else if (S_ISDIR(status.st_mode)) {
      entry.type = DumpEntryType::directory;
    } else if (S_ISLNK(status.st_mode)) {
      entry.type = DumpEntryType::link;
      ssize_t length = ::readlinkat(folder.get(), name.c_str(), target.data(), target.size());
      if (length > 0) entry.target = {target.data(), static_cast<std::size_t>(length)};
    } else {
      entry.type = DumpEntryType::other;
    }
    visit_(path, entry);
    if (entry.type == DumpEntryType::directory) below(folder, name, path, depth);
  }

  void below(const Fd& folder, const std::string& name, const std::string& path, int depth) {
    if (depth >= deepest_folder)
      return skip_(path, {Fault::limit, "folders are nested too deeply: not entered"});
    Fd inside{::openat(folder.get(), name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)};
    auto walked =
        inside ? this->folder(inside, path, depth + 1)
               : fail(Fault::io, fmt::format("the folder cannot be opened: {}", system_message(errno)));
    if (!walked) skip_(path, walked.error());
  }

  const DumpEntryVisitor& visit_;
  const DumpSkipVisitor& skip_;
};

}  // namespace

Result<> list_dump_folder(const Fd& root, const DumpEntryVisitor& visit, const DumpSkipVisitor& skip) {
  return Walk(visit, skip).folder(root, "", 0);
}

}  // namespace bridle
