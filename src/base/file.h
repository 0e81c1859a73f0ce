#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace bridle {

/// Owns a file descriptor and closes it. -1 is none.
class Fd {
 public:
  Fd() = default;
  explicit Fd(int fd) : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Fd& operator=(Fd&& other) noexcept {
    if (this != &other) {
      reset();
      fd_ = std::exchange(other.fd_, -1);
    }
    return *this;
  }
  ~Fd() { reset(); }
  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }
  int release() { return std::exchange(fd_, -1); }
  void reset();

 private:
  int fd_ = -1;
};

/// What the file system says of an open file.
struct FileFacts {
  bool regular = false;
  std::uint64_t size = 0;
};

/// Opens below a directory for reading: one component after the other, following no link and no "..", never
/// waiting on a FIFO, and without touching the access time where the system lets us. Faults: absent,
/// malformed (a path that would leave the directory), io.
Result<Fd> open_beneath(const Fd& directory, const std::string& path);
/// Opens a directory given by the examiner. Links in it are followed: it is their machine. Faults: absent,
/// io.
Result<Fd> open_directory(const std::string& path);
/// Opens a file given by the examiner, for reading. Faults: absent, io.
Result<Fd> open_for_reading(const std::string& path);
/// Names in a directory, sorted, without "." and "..". Faults: io.
Result<std::vector<std::string>> names_in(const Fd& directory);
enum class EntryKind : std::uint8_t { file, folder, other };
struct FolderEntry {
  std::string name;
  EntryKind kind = EntryKind::other;  ///< of itself: a link is `other`
};
/// The same with what each of them is, asked one by one only where the file system does not list it.
Result<std::vector<FolderEntry>> entries_in(const Fd& directory);
Result<FileFacts> facts_of(const Fd& file);

/// Reads exactly `size` bytes at `offset`. Faults: truncated (the file is shorter), io.
Result<> read_at(int fd, std::uint64_t offset, std::span<std::uint8_t> into);
/// The whole file. Faults: limit (longer than `most`), io.
Result<std::string> read_whole(const Fd& file, std::uint64_t most);
/// Writes everything or fails. Faults: io.
Result<> write_all(int fd, Bytes bytes);
/// Makes a file that must not exist yet (mode 0600) with this content. Faults: io.
Result<> write_new_file(const std::string& path, std::string_view content);
/// Replaces a file of ours in one step: written beside it, flushed, renamed. Faults: io.
Result<> replace_file(const std::string& path, std::string_view content);
/// A file without a name in `directory`, gone when its last descriptor closes. Faults: io.
Result<Fd> unnamed_file(const std::string& directory);
/// The same file through a descriptor that can only read, to hand to a worker. Faults: io.
Result<Fd> read_only(const Fd& file);
/// What the operating system says went wrong, in its words.
std::string system_message(int error_number);

}  // namespace bridle
