#include "indicators/text_processors.h"

#if defined(__x86_64__)
#include <immintrin.h>

namespace bridle {
namespace {

using Vector = __m256i;

Vector every(char c) {
  return _mm256_set1_epi8(c);
}
Vector is(Vector bytes, char c) {
  return _mm256_cmpeq_epi8(bytes, every(c));
}
Vector either(Vector a, Vector b) {
  return _mm256_or_si256(a, b);
}
Vector both(Vector a, Vector b) {
  return _mm256_and_si256(a, b);
}
Vector minus(Vector bytes, char c) {
  return _mm256_sub_epi8(bytes, every(c));
}
Vector at_most(Vector bytes, int limit) {
  return _mm256_cmpeq_epi8(_mm256_min_epu8(bytes, every(static_cast<char>(limit))), bytes);
}
Vector at_least(Vector bytes, char limit) {
  return _mm256_cmpeq_epi8(_mm256_max_epu8(bytes, every(limit)), bytes);
}
Vector loaded(const char* at) {
  return _mm256_loadu_si256(reinterpret_cast<const Vector*>(at));
}
std::uint64_t bits(Vector bytes, std::size_t shift) {
  return std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(bytes))} << shift;
}

}  // namespace
}  // namespace bridle

#include "indicators/text_vectors.h"

namespace bridle {

std::uint64_t avx2_anchors_of(const char* block) {
  return vector_anchors_of(block);
}
BlockMasks avx2_masks_of(const char* block) {
  return vector_masks_of(block);
}

}  // namespace bridle
#endif
