#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/limits.h"
#include "evidence/byte_source.h"

namespace bridle {

/// What a write-ahead log holds. Every frame counts once: total = valid + stale + broken.
struct WalFacts {
  std::uint32_t page_size = 0;     ///< bytes
  std::uint64_t frames_total = 0;  ///< whole frames that fit in the file
  std::uint64_t frames_valid = 0;  ///< an unbroken run from the start: salts and checksums agree
  std::uint64_t frames_committed =
      0;  ///< of those, up to the last that ends a transaction; only these are served
  std::uint64_t frames_stale = 0;  ///< behind the run, with other salts: left from before the last restart
  std::uint64_t frames_broken =
      0;  ///< behind the run, with the salts of this log: damage, or a write cut short
  std::uint64_t bytes_after_valid = 0;  ///< everything behind the run
  std::uint64_t tail_bytes = 0;  ///< of those, less than a frame at the very end: the log is cut off there
  std::uint32_t database_pages =
      0;  ///< size of the database after the last commit; 0 when nothing was committed
};

/// Where in a `-wal` the newest committed state of each page stands.
/// Memory: 8 bytes for each page that differs, at most twice that while reading; the log itself is streamed.
class WalIndex {
 public:
  /// An empty log is a log without frames. Faults: truncated (header), malformed (header), unsupported
  /// (version), limit (more different pages than fit in a quarter of the memory), io. Source:
  /// sqlite.org/fileformat2.html, section 4; checked against the corpus' wal-oracle.json.
  static Result<WalIndex> read(ByteSource& log, const Limits& limits);

  /// Byte offset in the log of the content of this page; nothing when the log does not hold it. Pages count
  /// from 1.
  std::optional<std::uint64_t> find(std::uint32_t page) const;
  const WalFacts& facts() const { return facts_; }
  /// Pages that the log replaces or adds.
  std::size_t pages() const { return entries_.size(); }
  /// The highest of them; 0 when there is none.
  std::uint32_t last_page() const { return entries_.empty() ? 0 : entries_.back().page; }
  /// How many of them lie above `low` and not above `high`.
  std::uint32_t pages_between(std::uint32_t low, std::uint32_t high) const;

 private:
  struct Entry {
    std::uint32_t page;
    std::uint32_t frame;  // from 0
    auto operator<=>(const Entry&) const = default;
  };
  void keep_newest();

  WalFacts facts_;
  std::vector<Entry> entries_;  // sorted by page once read
};

}  // namespace bridle
