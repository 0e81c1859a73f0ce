#include "base/file_replacement.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdio.h>
#include <unistd.h>

#include "base/system_failure.h"

namespace bridle {
namespace {

std::string beside(const std::string& path) {
  return path + ".new";
}

}  // namespace

Result<FileReplacement> FileReplacement::begin(std::string path) {
  std::string name = beside(path);
  ::unlink(name.c_str());
  TRY(write_new_file(name, ""));
  Fd file{::open(name.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW)};
  if (!file) return system_failure(fmt::format("cannot make {}", name));
  return FileReplacement(std::move(path), std::move(file));
}

Result<> FileReplacement::write(std::string_view piece) {
  return write_all(file_.get(), as_bytes(piece));
}

Result<> FileReplacement::commit() {
  std::string name = beside(path_);
  if (::fsync(file_.get()) != 0) return system_failure(fmt::format("cannot write {}", name));
  if (::rename(name.c_str(), path_.c_str()) != 0)
    return system_failure(fmt::format("cannot replace {}", path_));
  return {};
}

}  // namespace bridle
