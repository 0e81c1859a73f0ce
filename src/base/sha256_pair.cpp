// This file alone is compiled for the processor's SHA instructions: it includes nothing whose inline
// functions another file could be given by the linker.
#include "base/sha256_pair.h"

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#else
#include <cstdlib>
#endif

namespace bridle {

#if defined(__x86_64__)

namespace {

constexpr std::uint32_t round_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

__m128i load(const void* from) {
  return _mm_loadu_si128(static_cast<const __m128i*>(from));
}

// One message on its way. The instructions want the words as ABEF and CDGH (Intel SDM, SHA256RNDS2).
struct Lane {
  const std::uint8_t* data;
  __m128i abef, cdgh, abef_before, cdgh_before, schedule[4];

  Lane(const Sha256Words& words, const std::uint8_t* from) : data(from) {
    __m128i cdab = _mm_shuffle_epi32(load(words.data()), 0xB1);
    __m128i efgh = _mm_shuffle_epi32(load(words.data() + 4), 0x1B);
    abef = _mm_alignr_epi8(cdab, efgh, 8);
    cdgh = _mm_blend_epi16(efgh, cdab, 0xF0);
  }
  void begin_block() {
    const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    abef_before = abef;
    cdgh_before = cdgh;
    for (int i = 0; i < 4; ++i) schedule[i] = _mm_shuffle_epi8(load(data + 16 * i), big_endian);
    data += 64;
  }
  // Rounds 4 * step to 4 * step + 3, and the schedule's words for four steps later.
  template <int step>
  void rounds() {
    __m128i words = _mm_add_epi32(schedule[step % 4], load(round_constants + 4 * step));
    cdgh = _mm_sha256rnds2_epu32(cdgh, abef, words);
    abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(words, 0x0E));
    if constexpr (step < 12) {
      __m128i next = _mm_sha256msg1_epu32(schedule[step % 4], schedule[(step + 1) % 4]);
      next = _mm_add_epi32(next, _mm_alignr_epi8(schedule[(step + 3) % 4], schedule[(step + 2) % 4], 4));
      schedule[step % 4] = _mm_sha256msg2_epu32(next, schedule[(step + 3) % 4]);
    }
  }
  void end_block() {
    abef = _mm_add_epi32(abef, abef_before);
    cdgh = _mm_add_epi32(cdgh, cdgh_before);
  }
  void store(Sha256Words& words) const {
    __m128i feba = _mm_shuffle_epi32(abef, 0x1B), dchg = _mm_shuffle_epi32(cdgh, 0xB1);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(words.data()), _mm_blend_epi16(feba, dchg, 0xF0));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(words.data() + 4), _mm_alignr_epi8(dchg, feba, 8));
  }
};

template <int step = 0, class... Lanes>
void all_rounds(Lanes&... lanes) {
  if constexpr (step < 16) {
    (lanes.template rounds<step>(), ...);
    all_rounds<step + 1>(lanes...);
  }
}

template <class... Lanes>
void compress(std::size_t blocks, Lanes&... lanes) {
  for (; blocks > 0; --blocks) {
    (lanes.begin_block(), ...);
    all_rounds(lanes...);
    (lanes.end_block(), ...);
  }
}

}  // namespace

bool has_sha256_pair() {
  unsigned a = 0, b = 0, c = 0, d = 0;
  if (__get_cpuid(1, &a, &b, &c, &d) == 0 || (c & bit_SSSE3) == 0 || (c & bit_SSE4_1) == 0) return false;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b & bit_SHA) != 0;
}

void sha256_blocks(Sha256Words& words, const std::uint8_t* data, std::size_t blocks) {
  Lane lane(words, data);
  compress(blocks, lane);
  lane.store(words);
}

void sha256_blocks_pair(Sha256Words& first, const std::uint8_t* first_data, Sha256Words& second,
                        const std::uint8_t* second_data, std::size_t blocks) {
  Lane one(first, first_data), two(second, second_data);
  compress(blocks, one, two);
  one.store(first);
  two.store(second);
}

#else

bool has_sha256_pair() {
  return false;
}
void sha256_blocks(Sha256Words&, const std::uint8_t*, std::size_t) {
  std::abort();
}
void sha256_blocks_pair(Sha256Words&, const std::uint8_t*, Sha256Words&, const std::uint8_t*, std::size_t) {
  std::abort();
}

#endif

}  // namespace bridle
