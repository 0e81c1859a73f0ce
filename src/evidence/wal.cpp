#include "evidence/wal.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>

namespace bridle {
namespace {

constexpr std::uint64_t header_size = 32;
constexpr std::uint64_t frame_header_size = 24;
constexpr std::uint32_t magic = 0x377f0682;  // the lowest bit says that checksums run over big-endian words
constexpr std::uint32_t version = 3007000;

// The running checksum of SQLite: two sums that feed each other, over pairs of 32-bit words.
class Checksum {
 public:
  explicit Checksum(bool big) : swap_(big != (std::endian::native == std::endian::big)) {}
  void add(Bytes bytes) {
    for (std::size_t i = 0; i + 8 <= bytes.size(); i += 8) {
      first_ += word(bytes.data() + i) + second_;
      second_ += word(bytes.data() + i + 4) + first_;
    }
  }
  bool is(std::uint32_t first, std::uint32_t second) const { return first == first_ && second == second_; }

 private:
  std::uint32_t word(const std::uint8_t* at) const {
    std::uint32_t value;
    std::memcpy(&value, at, sizeof value);
    return swap_ ? __builtin_bswap32(value) : value;
  }
  bool swap_;
  std::uint32_t first_ = 0;
  std::uint32_t second_ = 0;
};

struct Header {
  std::uint32_t kind, version, page_size, sequence, salt_1, salt_2, check_1, check_2;
};

Result<Header> parse_header(Bytes bytes) {
  Cursor in{bytes};
  auto next = [&] { return in.be<std::uint32_t>(); };
  Header header{next(), next(), next(), next(), next(), next(), next(), next()};
  TRY(in.check("wal header"));
  if ((header.kind & ~1U) != magic) return fail(Fault::malformed, "wal header has no magic number");
  if (header.version != version)
    return fail(Fault::unsupported, fmt::format("wal header has version {}", header.version));
  if (header.page_size < 512 || header.page_size > 65536 || !std::has_single_bit(header.page_size))
    return fail(Fault::malformed, "wal header has an impossible page size");
  return header;
}

struct Frame {
  std::uint32_t page, commit, salt_1, salt_2, check_1, check_2;
};

Frame parse_frame(Bytes bytes) {
  Cursor in{bytes};
  auto next = [&] { return in.be<std::uint32_t>(); };
  return Frame{next(), next(), next(), next(), next(), next()};
}

}  // namespace

// Later frames of a page stand behind earlier ones after sorting; only the last of each page stays.
void WalIndex::keep_newest() {
  std::ranges::sort(entries_);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < entries_.size(); ++i)
    if (i + 1 == entries_.size() || entries_[i + 1].page != entries_[i].page) entries_[kept++] = entries_[i];
  entries_.resize(kept);
}

Result<WalIndex> WalIndex::read(ByteSource& log, const Limits& limits) {
  WalIndex index;
  if (log.size() == 0) return index;
  std::array<std::uint8_t, header_size> head{};
  TRY(log.read(0, std::span(head).first(static_cast<std::size_t>(std::min(log.size(), header_size)))));
  Header header =
      TRY(parse_header(Bytes(head).first(static_cast<std::size_t>(std::min(log.size(), header_size)))));
  Checksum sum(header.kind & 1);
  sum.add(Bytes(head).first(24));
  if (!sum.is(header.check_1, header.check_2))
    return fail(Fault::malformed, "wal header has a wrong checksum");

  WalFacts& facts = index.facts_;
  facts.page_size = header.page_size;
  std::uint64_t frame_size = frame_header_size + header.page_size;
  facts.frames_total = (log.size() - header_size) / frame_size;
  if (facts.frames_total > UINT32_MAX) return fail(Fault::limit, "wal has more than 2^32 frames");
  facts.tail_bytes = (log.size() - header_size) % frame_size;

  std::size_t most_pages = static_cast<std::size_t>(limits.memory_bytes / 4 / (2 * sizeof(Entry)));
  std::size_t compact_at = 65536;
  std::size_t pending = 0;  // entries of the transaction whose commit has not been met
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(frame_size));
  for (std::uint64_t i = 0; i < facts.frames_total; ++i) {
    TRY(log.read(header_size + i * frame_size, bytes));
    Frame frame = parse_frame(bytes);
    if (frame.page == 0 || frame.salt_1 != header.salt_1 || frame.salt_2 != header.salt_2) break;
    sum.add(Bytes(bytes).first(8));
    sum.add(Bytes(bytes).subspan(frame_header_size));
    if (!sum.is(frame.check_1, frame.check_2)) break;
    ++facts.frames_valid;
    index.entries_.push_back({frame.page, static_cast<std::uint32_t>(i)});
    ++pending;
    if (frame.commit != 0) {
      facts.frames_committed = facts.frames_valid;
      facts.database_pages = frame.commit;
      pending = 0;
      if (index.entries_.size() >= compact_at) {
        index.keep_newest();
        compact_at = std::max<std::size_t>(65536, 2 * index.entries_.size());
      }
    }
    if (index.entries_.size() > 2 * most_pages) return fail(Fault::limit, "wal changes too many pages");
  }
  index.entries_.resize(index.entries_.size() - pending);
  index.keep_newest();

  for (std::uint64_t i = facts.frames_valid; i < facts.frames_total; ++i) {
    TRY(log.read(header_size + i * frame_size, std::span(bytes).first(frame_header_size)));
    Frame frame = parse_frame(bytes);
    bool same = frame.salt_1 == header.salt_1 && frame.salt_2 == header.salt_2;
    ++(same ? facts.frames_broken : facts.frames_stale);
  }
  facts.bytes_after_valid = log.size() - header_size - facts.frames_valid * frame_size;
  return index;
}

std::uint32_t WalIndex::pages_between(std::uint32_t low, std::uint32_t high) const {
  auto first = std::ranges::upper_bound(entries_, low, {}, &Entry::page);
  auto last = std::ranges::upper_bound(entries_, high, {}, &Entry::page);
  return last > first ? static_cast<std::uint32_t>(last - first) : 0;
}

std::optional<std::uint64_t> WalIndex::find(std::uint32_t page) const {
  auto at = std::ranges::lower_bound(entries_, page, {}, &Entry::page);
  if (at == entries_.end() || at->page != page) return std::nullopt;
  return header_size + at->frame * (frame_header_size + facts_.page_size) + frame_header_size;
}

}  // namespace bridle
