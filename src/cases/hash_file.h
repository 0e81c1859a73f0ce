#pragma once

#include <string>

#include "base/file.h"

namespace bridle {

struct HashedFile {
  std::uint64_t size = 0;
  std::string sha256;  ///< 64 lower-case hexadecimal digits
};

/// Reads a file once from front to end. Faults: absent, io.
Result<HashedFile> hash_file(const std::string& path);
Result<HashedFile> hash_open_file(const Fd& file);

}  // namespace bridle
