#pragma once

#include <string>
#include <string_view>

#include "base/file.h"

namespace bridle {

/// A file of ours that takes its name when it is whole: written beside it in pieces, flushed, renamed. One
/// that is never committed leaves what was there before.
class FileReplacement {
 public:
  /// Faults: io.
  static Result<FileReplacement> begin(std::string path);
  /// Adds a piece. Faults: io.
  Result<> write(std::string_view piece);
  /// Puts what was written in the place of the file. Faults: io.
  Result<> commit();

 private:
  FileReplacement(std::string path, Fd file) : path_(std::move(path)), file_(std::move(file)) {}
  std::string path_;
  Fd file_;
};

}  // namespace bridle
