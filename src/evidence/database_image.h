#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/limits.h"
#include "evidence/byte_source.h"
#include "evidence/wal.h"

namespace bridle {

/// Whether committed frames of a write-ahead log take the place of the pages they replace.
enum class WalUse { overlay, ignore };

/// What was found while a database was put together.
struct ImageFacts {
  std::uint32_t page_size = 0;          ///< bytes
  std::uint32_t pages = 0;              ///< as presented to the engine
  std::uint32_t pages_in_header = 0;    ///< as page 1 of this state says; 0 when it does not
  std::uint32_t pages_missing = 0;      ///< should be there by header or log and are in neither file
  std::uint64_t bytes_after_pages = 0;  ///< of the main file, less than a page; not served
  bool cut_off = false;                 ///< the content ends before the header or the log says it does
  bool wal_used = false;                ///< committed frames are overlaid
  std::optional<WalFacts> wal;          ///< when there was a readable log, used or not
  std::vector<std::string> remarks;     ///< one sentence each, no content
};

/// One state of an SQLite database as the bytes that an engine may read: main file, with the committed pages
/// of the log over it when asked. Page 1 is presented in rollback mode and with the true number of pages;
/// nothing else is changed (docs/formats/sqlite-view.md). Thread-compatible.
class DatabaseImage final : public ByteSource {
 public:
  /// `wal` may be null. A log that cannot be read is a remark, not a failure.
  /// Faults: absent (no content at all), unsupported (no SQLite database, or encrypted), malformed (header),
  /// truncated (less than one page), limit, io.
  static Result<std::unique_ptr<DatabaseImage>> open(std::unique_ptr<ByteSource> main,
                                                     std::unique_ptr<ByteSource> wal, WalUse use,
                                                     const Limits& limits);

  std::uint64_t size() const override { return std::uint64_t{facts_.pages} * facts_.page_size; }
  Result<> read(std::uint64_t offset, std::span<std::uint8_t> into) override;
  /// Whether any of the two files holds this page. Pages count from 1.
  bool has_page(std::uint32_t page) const;
  const ImageFacts& facts() const { return facts_; }

 private:
  DatabaseImage() = default;
  Result<> choose_state(WalUse use, const Limits& limits);
  Result<> read_header();
  void count_pages();
  Result<> read_part(std::uint32_t page, std::uint32_t offset, std::span<std::uint8_t> into);

  std::unique_ptr<ByteSource> main_;
  std::unique_ptr<ByteSource> wal_;
  WalIndex index_;
  ImageFacts facts_;
  std::uint32_t main_pages_ = 0;
  std::vector<std::uint8_t> header_;  // the first 100 bytes as presented
};

}  // namespace bridle
