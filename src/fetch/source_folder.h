#pragma once

#include <string>
#include <string_view>

#include "base/file.h"
#include "base/result.h"
#include "packs/fetch_record.h"

namespace bridle {

/// Text of this moment in UTC, whole seconds: 2026-01-31T12:34:56Z.
std::string moment_now();

/// Makes a folder that only its owner may enter; one that is there is left as it is. Faults: io.
Result<> make_folder(const std::string& path);

/// A file that is being received: it lies beside the others under a name that nothing loads, and goes when it
/// is not kept.
class Incoming {
 public:
  Incoming(std::string path, Fd file) : path_(std::move(path)), file_(std::move(file)) {}
  Incoming(Incoming&& other) noexcept
      : path_(std::exchange(other.path_, {})), file_(std::move(other.file_)) {}
  Incoming& operator=(Incoming&&) = delete;
  ~Incoming();
  int fd() const { return file_.get(); }
  /// What has been written so far. Faults: limit, io.
  Result<std::string> content(std::uint64_t most) const;
  /// Empties it for another try. Faults: io.
  Result<> restart();

 private:
  friend class SourceFolder;
  std::string path_;
  Fd file_;
};

/// The folder of one source and its record beside it. Every file is replaced in one step: a reader sees the
/// old bytes or the new ones, and after a loss of power too.
class SourceFolder {
 public:
  /// Makes or opens DIRECTORY/NAME and reads DIRECTORY/NAME.record. Faults: io; malformed (the record).
  static Result<SourceFolder> open(const std::string& directory, const std::string& name);

  FetchRecord& record() { return record_; }
  /// What is held under this name, provided that its bytes are still those that were received.
  const FetchedFile* held(const std::string& name);
  Result<Incoming> receive();
  /// Puts what came in place. `file` says what it is; bytes and digest must be those of `incoming`.
  /// Faults: io; malformed (the name leaves the folder).
  Result<> keep(Incoming incoming, FetchedFile file);
  /// Takes a file away and remembers that it was there. Faults: io.
  Result<> remove(const std::string& name);
  /// Writes the record. Faults: io.
  Result<> save();
  const std::string& path() const { return path_; }

 private:
  SourceFolder(std::string path, Fd folder) : path_(std::move(path)), folder_(std::move(folder)) {}
  std::string path_;
  Fd folder_;
  FetchRecord record_;
};

/// Can this be a file of a source's folder? One component of printable ASCII that does not begin with a dot.
bool is_file_name(std::string_view name);

}  // namespace bridle
