#include "evidence/byte_source.h"

#include <fmt/format.h>

#include <algorithm>

namespace bridle {
namespace {

class ViewSource : public ByteSource {
 public:
  explicit ViewSource(Bytes content) : content_(content) {}
  std::uint64_t size() const override { return content_.size(); }
  Result<> read(std::uint64_t offset, std::span<std::uint8_t> into) override {
    TRY(check_range(offset, into.size()));
    std::ranges::copy(slice(content_, offset, into.size()), into.begin());
    return {};
  }

 private:
  Bytes content_;
};

class MemorySource final : public ViewSource {
 public:
  // Moving the vector on keeps its storage, so the view that the base takes first stays good.
  explicit MemorySource(std::vector<std::uint8_t> content)
      : ViewSource(content), owned_(std::move(content)) {}

 private:
  std::vector<std::uint8_t> owned_;
};

class FileSource final : public ByteSource {
 public:
  FileSource(Fd file, std::uint64_t size) : file_(std::move(file)), size_(size) {}
  std::uint64_t size() const override { return size_; }
  Result<> read(std::uint64_t offset, std::span<std::uint8_t> into) override {
    TRY(check_range(offset, into.size()));
    return read_at(file_.get(), offset, into);
  }

 private:
  Fd file_;
  std::uint64_t size_;
};

class RangeSource final : public ByteSource {
 public:
  RangeSource(std::unique_ptr<ByteSource> whole, std::uint64_t offset, std::uint64_t size)
      : whole_(std::move(whole)), offset_(offset), size_(size) {}
  std::uint64_t size() const override { return size_; }
  Result<> read(std::uint64_t offset, std::span<std::uint8_t> into) override {
    TRY(check_range(offset, into.size()));
    return whole_->read(offset_ + offset, into);
  }

 private:
  std::unique_ptr<ByteSource> whole_;
  std::uint64_t offset_, size_;
};

}  // namespace

Result<> ByteSource::check_range(std::uint64_t offset, std::uint64_t count) const {
  if (offset <= size() && count <= size() - offset) return {};
  return fail(Fault::truncated,
              fmt::format("content ends at byte {}, {} asked at {}", size(), count, offset));
}

std::unique_ptr<ByteSource> memory_source(std::vector<std::uint8_t> content) {
  return std::make_unique<MemorySource>(std::move(content));
}

std::unique_ptr<ByteSource> view_source(Bytes content) {
  return std::make_unique<ViewSource>(content);
}

Result<std::unique_ptr<ByteSource>> file_source(Fd file) {
  FileFacts facts = TRY(facts_of(file));
  if (!facts.regular) return fail(Fault::io, "not a regular file");
  return std::make_unique<FileSource>(std::move(file), facts.size);
}

std::unique_ptr<ByteSource> range_source(std::unique_ptr<ByteSource> whole, std::uint64_t offset,
                                         std::uint64_t size) {
  std::uint64_t there = whole->size() > offset ? whole->size() - offset : 0;
  return std::make_unique<RangeSource>(std::move(whole), offset, std::min(size, there));
}

Result<std::vector<std::uint8_t>> read_all(ByteSource& source, std::uint64_t most) {
  if (source.size() > most) return fail(Fault::limit, fmt::format("content is longer than {} bytes", most));
  std::vector<std::uint8_t> content(static_cast<std::size_t>(source.size()));
  TRY(source.read(0, content));
  return content;
}

}  // namespace bridle
