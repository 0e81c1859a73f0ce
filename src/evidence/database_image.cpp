#include "evidence/database_image.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace bridle {
namespace {

constexpr std::size_t header_size = 100;

std::uint32_t page_size_of(Bytes header) {
  auto size = static_cast<std::uint32_t>(load_big(header.subspan(16), 2));
  return size == 1 ? 65536 : size;
}

bool has_magic(Bytes header) {
  return as_text(header.first(16)) == std::string_view("SQLite format 3\0", 16);
}

void store_big(std::span<std::uint8_t> into, std::uint32_t value) {
  for (std::size_t i = 0; i < 4; ++i) into[i] = static_cast<std::uint8_t>(value >> (24 - 8 * i));
}

}  // namespace

Result<std::unique_ptr<DatabaseImage>> DatabaseImage::open(std::unique_ptr<ByteSource> main,
                                                           std::unique_ptr<ByteSource> wal, WalUse use,
                                                           const Limits& limits) {
  std::unique_ptr<DatabaseImage> image(new DatabaseImage);
  image->main_ = std::move(main);
  image->wal_ = std::move(wal);
  TRY(image->choose_state(use, limits));
  TRY(image->read_header());
  image->count_pages();
  if (image->facts_.pages == 0) return fail(Fault::truncated, "database is shorter than its first page");
  return image;
}

// Reads the log, and decides whether it counts.
Result<> DatabaseImage::choose_state(WalUse use, const Limits& limits) {
  if (wal_ && wal_->size() > 0) {
    auto index = WalIndex::read(*wal_, limits);
    if (index) {
      index_ = std::move(*index);
      facts_.wal = index_.facts();
      facts_.wal_used = use == WalUse::overlay && index_.pages() > 0;
    } else if (index.error().fault == Fault::io || index.error().fault == Fault::limit) {
      return std::unexpected(index.error());
    } else {
      facts_.remarks.push_back(fmt::format("wal is not used: {}", index.error().message));
    }
  }
  if (main_->size() == 0 && !facts_.wal_used)
    return fail(Fault::absent, "empty database: the file has no bytes");
  return {};
}

Result<> DatabaseImage::read_header() {
  header_.assign(header_size, 0);
  std::size_t there = static_cast<std::size_t>(std::min<std::uint64_t>(header_size, main_->size()));
  TRY(main_->read(0, std::span(header_).first(there)));
  if (facts_.wal_used) {
    // Frames of another page size belong to another database: the log cannot be this one's.
    bool main_known = there == header_size && has_magic(header_);
    if (main_known && page_size_of(header_) != index_.facts().page_size) {
      facts_.remarks.push_back(fmt::format("wal is not used: its pages have {} bytes, the database's {}",
                                           index_.facts().page_size, page_size_of(header_)));
      facts_.wal_used = false;
    } else if (auto offset = index_.find(1)) {
      TRY(wal_->read(*offset, header_));
      there = header_size;
    }
  }
  if (there >= 16 && !has_magic(header_)) {
    bool zeros =
        std::all_of(header_.begin(), header_.begin() + 16, [](std::uint8_t byte) { return byte == 0; });
    return fail(Fault::unsupported, zeros ? "not an SQLite database: it begins with zeros"
                                          : "not an SQLite database, or encrypted by its app");
  }
  if (there < header_size) return fail(Fault::truncated, "database is shorter than its header");
  facts_.page_size = page_size_of(header_);
  if (facts_.page_size < 512 || !std::has_single_bit(facts_.page_size))
    return fail(Fault::malformed, "database header has an impossible page size");
  if (facts_.wal_used && facts_.page_size != index_.facts().page_size)
    return fail(Fault::malformed, "page 1 in the wal has another page size than the wal");
  // The number counts only while the two counters agree: writers before SQLite 3.7.0 did not keep it.
  Bytes header{header_};
  if (load_big(header.subspan(24), 4) == load_big(header.subspan(92), 4))
    facts_.pages_in_header = static_cast<std::uint32_t>(load_big(header.subspan(28), 4));
  return {};
}

void DatabaseImage::count_pages() {
  std::uint64_t whole = std::min<std::uint64_t>(main_->size() / facts_.page_size, 0xfffffffe);
  main_pages_ = static_cast<std::uint32_t>(whole);
  facts_.bytes_after_pages = main_->size() % facts_.page_size;
  // The log knows the size after its last commit. Without it the engine is shown what is there: it refuses a
  // file that is shorter than its header says, and a longer one is read no further than its trees reach.
  std::uint32_t expected = facts_.pages_in_header;
  facts_.pages = main_pages_;
  if (facts_.wal_used) {
    // A log may promise more pages than both files hold; beyond the last that one of them holds, nothing is
    // shown.
    expected = index_.facts().database_pages;
    facts_.pages = std::min(expected, std::max(main_pages_, index_.last_page()));
    if (facts_.pages > main_pages_)
      facts_.pages_missing = facts_.pages - main_pages_ - index_.pages_between(main_pages_, facts_.pages);
  }
  if (expected > facts_.pages) facts_.pages_missing += expected - facts_.pages;
  facts_.cut_off = facts_.pages_missing > 0;
  if (facts_.cut_off)
    facts_.remarks.push_back(fmt::format("database is cut off: {} pages by its header or log, {} missing",
                                         expected, facts_.pages_missing));
  if (expected != 0 && expected < facts_.pages)
    facts_.remarks.push_back(fmt::format("header counts {} pages, the file has {}", expected, facts_.pages));
  if (facts_.bytes_after_pages > 0)
    facts_.remarks.push_back(fmt::format("{} bytes after the last whole page", facts_.bytes_after_pages));

  header_[18] = header_[19] = 1;  // rollback mode: the engine must not ask for a log or shared memory
  store_big(std::span(header_).subspan(28), facts_.pages);
  std::copy_n(header_.begin() + 24, 4,
              header_.begin() + 92);  // equal counters make the engine trust that number
}

bool DatabaseImage::has_page(std::uint32_t page) const {
  if (page == 0 || page > facts_.pages) return false;
  return page <= main_pages_ || (facts_.wal_used && index_.find(page));
}

Result<> DatabaseImage::read_part(std::uint32_t page, std::uint32_t offset, std::span<std::uint8_t> into) {
  std::optional<std::uint64_t> framed = facts_.wal_used ? index_.find(page) : std::nullopt;
  if (framed) {
    TRY(wal_->read(*framed + offset, into));
  } else if (page <= main_pages_) {
    TRY(main_->read(std::uint64_t{page - 1} * facts_.page_size + offset, into));
  } else {
    return fail(Fault::truncated, fmt::format("page {} is in neither file", page));
  }
  if (page == 1 && offset < header_size) {
    std::size_t count = std::min(into.size(), header_size - offset);
    std::copy_n(header_.begin() + offset, count, into.begin());
  }
  return {};
}

Result<> DatabaseImage::read(std::uint64_t offset, std::span<std::uint8_t> into) {
  TRY(check_range(offset, into.size()));
  while (!into.empty()) {
    auto page = static_cast<std::uint32_t>(offset / facts_.page_size + 1);
    auto within = static_cast<std::uint32_t>(offset % facts_.page_size);
    std::size_t count = std::min<std::size_t>(into.size(), facts_.page_size - within);
    TRY(read_part(page, within, into.first(count)));
    into = into.subspan(count);
    offset += count;
  }
  return {};
}

}  // namespace bridle
