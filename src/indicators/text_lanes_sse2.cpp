#include "indicators/text_processors.h"

#if defined(__x86_64__)
#include <emmintrin.h>

namespace bridle {
namespace {

using Vector = __m128i;

Vector every(char c) {
  return _mm_set1_epi8(c);
}
Vector is(Vector bytes, char c) {
  return _mm_cmpeq_epi8(bytes, every(c));
}
Vector either(Vector a, Vector b) {
  return _mm_or_si128(a, b);
}
Vector both(Vector a, Vector b) {
  return _mm_and_si128(a, b);
}
Vector minus(Vector bytes, char c) {
  return _mm_sub_epi8(bytes, every(c));
}
Vector at_most(Vector bytes, int limit) {
  return _mm_cmpeq_epi8(_mm_min_epu8(bytes, every(static_cast<char>(limit))), bytes);
}
Vector at_least(Vector bytes, char limit) {
  return _mm_cmpeq_epi8(_mm_max_epu8(bytes, every(limit)), bytes);
}
Vector loaded(const char* at) {
  return _mm_loadu_si128(reinterpret_cast<const Vector*>(at));
}
std::uint64_t bits(Vector bytes, std::size_t shift) {
  return std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(bytes))} << shift;
}

}  // namespace
}  // namespace bridle

#include "indicators/text_vectors.h"

namespace bridle {

std::uint64_t sse2_anchors_of(const char* block) {
  return vector_anchors_of(block);
}
BlockMasks sse2_masks_of(const char* block) {
  return vector_masks_of(block);
}

}  // namespace bridle
#endif
