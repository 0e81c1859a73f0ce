#include "evidence/file_view.h"

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>

#include "base/file.h"

namespace bridle {

FileView::FileView(FileView&& other) noexcept
    : memory_(std::move(other.memory_)),
      mapped_(std::exchange(other.mapped_, nullptr)),
      mapped_size_(std::exchange(other.mapped_size_, 0)) {}

FileView::~FileView() {
  if (mapped_ != nullptr) ::munmap(mapped_, mapped_size_);
}

Result<FileView> FileView::read(ByteSource& source, const Limits& limits, int scratch) {
  FileView view;
  std::uint64_t size = source.size();
  if (size <= limits.contiguous_bytes) {
    view.memory_.resize(static_cast<std::size_t>(size));
    TRY(source.read(0, view.memory_));
    return view;
  }
  if (scratch < 0 || size > limits.spooled_bytes)
    return fail(Fault::limit, fmt::format("file of {} bytes is too large to read in one piece", size));
  std::vector<std::uint8_t> piece(1 << 20);
  for (std::uint64_t at = 0; at < size;) {
    auto part =
        std::span(piece).first(static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), size - at)));
    TRY(source.read(at, part));
    TRY(write_all(scratch, part));
    at += part.size();
  }
  void* mapped = ::mmap(nullptr, static_cast<std::size_t>(size), PROT_READ, MAP_PRIVATE, scratch, 0);
  if (mapped == MAP_FAILED) return fail(Fault::io, "cannot map the spool file");
  view.mapped_ = mapped;
  view.mapped_size_ = static_cast<std::size_t>(size);
  return view;
}

}  // namespace bridle
