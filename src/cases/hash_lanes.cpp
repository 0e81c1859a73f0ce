#include "cases/hash_lanes.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include "base/sha256.h"

namespace bridle {
namespace {
constexpr std::size_t block = 64, buffer_size = 256 << 10;
}

// A file on its way: bytes that were read and not compressed yet stand from `at` to `end`.
struct HashLanes::Lane {
  std::optional<Fd> file;
  Done done;
  std::size_t at = 0, end = 0;
  std::uint64_t size = 0;
  Sha256Words words{};
  std::unique_ptr<std::uint8_t[]> buffer = std::make_unique<std::uint8_t[]>(buffer_size);

  std::size_t blocks() const { return file ? (end - at) / block : 0; }
  const std::uint8_t* next() const { return buffer.get() + at; }
  std::string digest();
};

// The padding: a one bit, zeros, and the length in bits at the end of a block.
std::string HashLanes::Lane::digest() {
  std::array<std::uint8_t, 2 * block> last{};
  std::size_t left = end - at;
  std::memcpy(last.data(), next(), left);
  last[left] = 0x80;
  std::size_t count = left + 1 + 8 > block ? 2 : 1;
  for (std::size_t i = 0; i < 8; ++i)
    last[count * block - 1 - i] = static_cast<std::uint8_t>(size * 8 >> (8 * i));
  sha256_blocks(words, last.data(), count);
  Digest digest;
  for (std::size_t i = 0; i < digest.size(); ++i)
    digest[i] = static_cast<std::uint8_t>(words[i / 4] >> (24 - 8 * (i % 4)));
  return to_hex(digest);
}

HashLanes::HashLanes(bool paired) : paired_(paired) {
  if (paired_)
    for (auto& lane : lanes_) lane = std::make_unique<Lane>();
}
HashLanes::~HashLanes() = default;

HashLanes::Lane* HashLanes::free_lane() {
  for (auto& lane : lanes_)
    if (!lane->file) return lane.get();
  return nullptr;
}

void HashLanes::add(Fd file, Done done) {
  if (!paired_) return done(hash_open_file(file));
  while (free_lane() == nullptr) step();
  Lane& lane = *free_lane();
  lane.file = std::move(file);
  lane.done = std::move(done);
  lane.at = lane.end = 0;
  lane.size = 0;
  lane.words = sha256_start;
  fill(lane);
}

void HashLanes::finish() {
  while (paired_ && step()) {
  }
}

void HashLanes::end(Lane& lane, Result<HashedFile> result) {
  lane.file.reset();
  std::exchange(lane.done, nullptr)(std::move(result));
}

// Reads until there is a block to compress; a file without one has ended.
void HashLanes::fill(Lane& lane) {
  while (lane.file && lane.blocks() == 0) {
    std::memmove(lane.buffer.get(), lane.next(), lane.end - lane.at);
    lane.end -= lane.at;
    lane.at = 0;
    ssize_t got = ::read(lane.file->get(), lane.buffer.get() + lane.end, buffer_size - lane.end);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return end(lane, fail(Fault::io, "cannot read the file: " + system_message(errno)));
    if (got == 0) return end(lane, HashedFile{.size = lane.size, .sha256 = lane.digest()});
    lane.end += static_cast<std::size_t>(got);
    lane.size += static_cast<std::uint64_t>(got);
  }
}

// As far as the shorter of two goes, or all that one has. False when there was none.
bool HashLanes::step() {
  Lane &one = *lanes_[0], &two = *lanes_[1];
  std::size_t both = std::min(one.blocks(), two.blocks());
  if (both > 0) {
    sha256_blocks_pair(one.words, one.next(), two.words, two.next(), both);
  } else if (one.file || two.file) {
    Lane& only = one.file ? one : two;
    sha256_blocks(only.words, only.next(), only.blocks());
    only.at += only.blocks() * block;
  }
  bool any = one.file || two.file;
  for (Lane* lane : {&one, &two}) {
    if (lane->file) lane->at += both * block;
    fill(*lane);
  }
  return any;
}

}  // namespace bridle
