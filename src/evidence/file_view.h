#pragma once

#include <vector>

#include "base/limits.h"
#include "evidence/byte_source.h"

namespace bridle {

/// Contiguous immutable bytes that stay valid while the view lives: private anonymous memory, or above
/// `Limits::contiguous_bytes` a mapping of a file without a name. Decrypted content never has a name on any
/// disk.
class FileView {
 public:
  /// Reads a source whole. `scratch` is the nameless file, or -1. Faults: limit, and those of reading.
  static Result<FileView> read(ByteSource& source, const Limits& limits, int scratch);
  FileView(FileView&& other) noexcept;
  FileView& operator=(FileView&&) = delete;
  ~FileView();
  Bytes bytes() const {
    return mapped_ != nullptr ? Bytes{static_cast<const std::uint8_t*>(mapped_), mapped_size_}
                              : Bytes{memory_};
  }

 private:
  FileView() = default;
  std::vector<std::uint8_t> memory_;
  void* mapped_ = nullptr;
  std::size_t mapped_size_ = 0;
};

}  // namespace bridle
