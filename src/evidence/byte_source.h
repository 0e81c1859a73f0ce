#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/bytes.h"
#include "base/file.h"
#include "base/result.h"

namespace bridle {

/// Random access to the content of one evidence file, however it is stored. Its size never changes.
/// Thread-compatible: one object, one thread at a time.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  ByteSource() = default;
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;

  /// In bytes.
  virtual std::uint64_t size() const = 0;
  /// Fills `into` from `offset` on. Faults: truncated (the content ends before; `into` is then unspecified),
  /// io.
  virtual Result<> read(std::uint64_t offset, std::span<std::uint8_t> into) = 0;

 protected:
  /// Faults: truncated, when `count` bytes at `offset` do not lie inside the content.
  Result<> check_range(std::uint64_t offset, std::uint64_t count) const;
};

/// Content that is already in memory.
std::unique_ptr<ByteSource> memory_source(std::vector<std::uint8_t> content);
/// The same without a copy. Borrows: `content`.
std::unique_ptr<ByteSource> view_source(Bytes content);
/// An open regular file, read where it is asked for and never mapped: resident memory stays flat on a
/// database of 2 GB, and a file that shrinks is an error instead of a SIGBUS. Faults: io (not a regular
/// file).
Result<std::unique_ptr<ByteSource>> file_source(Fd file);

/// A piece of another source: `size` bytes from `offset` on, or what is left of them when it ends before.
std::unique_ptr<ByteSource> range_source(std::unique_ptr<ByteSource> whole, std::uint64_t offset,
                                         std::uint64_t size);

/// The whole content. Faults: limit (longer than `most` bytes), truncated, io.
Result<std::vector<std::uint8_t>> read_all(ByteSource& source, std::uint64_t most);

}  // namespace bridle
