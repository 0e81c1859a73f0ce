// Any bytes as a payload, read in pieces of any size and order: pieces must agree with the whole.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "evidence/cbc_source.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 8) return 0;
  bridle::Bytes script(data, 8);
  bridle::Bytes payload(data + 8, size - 8);
  std::array<std::uint8_t, 32> key{};
  auto opened =
      bridle::decrypt_source(bridle::view_source(payload), bridle::Secret(bridle::Bytes(key)), script[0]);
  if (!opened) std::abort();
  if (opened->facts.size != opened->content->size() || opened->facts.size > payload.size()) std::abort();
  auto whole = bridle::read_all(*opened->content, payload.size());
  if (!whole) std::abort();
  for (std::uint64_t step : script) {
    std::uint64_t offset = step * 257 % (whole->size() + 1);
    std::vector<std::uint8_t> piece(std::min<std::uint64_t>(step * 31, whole->size() - offset));
    if (!opened->content->read(offset, piece)) std::abort();
    if (!std::ranges::equal(piece, bridle::slice(*whole, offset, piece.size()))) std::abort();
  }
  std::array<std::uint8_t, 1> beyond;
  if (opened->content->read(whole->size(), beyond)) std::abort();
  return 0;
}
