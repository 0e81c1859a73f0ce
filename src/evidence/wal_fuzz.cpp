// Any bytes as a write-ahead log: the index must agree with itself, and every frame it names must lie in the
// log.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "evidence/wal.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto log = bridle::view_source({data, size});
  auto index = bridle::WalIndex::read(*log, bridle::Limits{});
  if (!index) return 0;
  const bridle::WalFacts& facts = index->facts();
  if (facts.frames_valid + facts.frames_stale + facts.frames_broken != facts.frames_total) std::abort();
  if (facts.frames_committed > facts.frames_valid || index->pages() > facts.frames_committed) std::abort();
  for (std::uint32_t page = 0; page < 64; ++page) {
    auto offset = index->find(page);
    if (offset && *offset + facts.page_size > size) std::abort();
  }
  return 0;
}
