#include "indicators/text_blocks.h"

#include <array>
#include <string_view>

#include "base/text.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace bridle {
namespace {

constexpr std::array<bool, 256> run_ends = [] {
  std::array<bool, 256> out{};
  for (std::size_t c = 0; c <= 0x20; ++c) out[c] = true;
  for (char c : std::string_view("\"<>`|^\x7F")) out[static_cast<std::size_t>(c)] = true;
  return out;
}();

#if defined(__SSE2__)
__m128i is(__m128i bytes, char c) {
  return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c));
}
__m128i either(__m128i a, __m128i b) {
  return _mm_or_si128(a, b);
}
__m128i at_most(__m128i bytes, int limit) {
  return _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(static_cast<char>(limit))), bytes);
}
__m128i in_range(__m128i bytes, char first, int length) {
  return at_most(_mm_sub_epi8(bytes, _mm_set1_epi8(first)), length - 1);
}
__m128i letters_and_digits(__m128i bytes) {
  return either(in_range(_mm_or_si128(bytes, _mm_set1_epi8(0x20)), 'a', 26), in_range(bytes, '0', 10));
}
__m128i loaded(const char* at) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
}
std::uint64_t bits(__m128i bytes, std::size_t shift) {
  return std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(bytes))} << shift;
}
#endif

}  // namespace

bool ends_run(std::uint8_t byte) {
  return run_ends[byte];
}

std::uint64_t anchors_of(const char* block) {
  std::uint64_t anchors = 0;
#if defined(__SSE2__)
  for (std::size_t i = 0; i < text_block; i += 16) {
    auto byte = loaded(block + i), next = loaded(block + i + 1);
    auto slash = is(next, '/'), dot_next = is(next, '.');
    auto letter = _mm_cmpeq_epi8(_mm_max_epu8(next, _mm_set1_epi8('A')), next);
    auto dot = _mm_and_si128(is(byte, '.'), letter);
    auto scheme = _mm_and_si128(is(byte, ':'), either(slash, is(next, '\\')));
    auto digit = _mm_and_si128(at_most(_mm_sub_epi8(byte, _mm_set1_epi8('0')), 9), slash);
    auto bracket = either(is(byte, '('), is(_mm_or_si128(byte, _mm_set1_epi8(0x20)), '{'));
    auto d = is(_mm_or_si128(next, _mm_set1_epi8(0x20)), 'd');
    auto inside = either(either(dot_next, is(next, ':')), either(slash, d));
    anchors |= bits(either(either(dot, scheme), either(_mm_and_si128(bracket, inside), digit)), i);
  }
#else
  for (std::size_t i = 0; i < text_block; ++i) {
    auto byte = static_cast<std::uint8_t>(block[i]), next = static_cast<std::uint8_t>(block[i + 1]);
    bool bracket = byte == '(' || byte == '[' || byte == '{';
    bool inside = next == '.' || next == ':' || next == '/' || next == 'd' || next == 'D';
    if ((byte == '.' && next >= 'A') || (byte == ':' && (next == '/' || next == '\\')) ||
        (byte >= '0' && byte <= '9' && next == '/') || (bracket && inside))
      anchors |= 1ULL << i;
  }
#endif
  return anchors;
}

BlockMasks masks_of(const char* block) {
  BlockMasks masks;
#if defined(__SSE2__)
  for (std::size_t i = 0; i < text_block; i += 16) {
    auto byte = loaded(block + i), next = loaded(block + i + 1);
    auto quotes = either(either(is(byte, '"'), is(byte, '`')), either(is(byte, '^'), is(byte, 0x7F)));
    auto signs = either(is(byte, '|'), either(is(byte, '<'), is(byte, '>')));
    masks.ends |= bits(either(at_most(byte, 0x20), either(quotes, signs)), i);
    masks.beyond |= bits(byte, i);
    masks.schemes |= bits(_mm_and_si128(is(byte, ':'), either(is(next, '/'), is(next, '\\'))), i);
    masks.brackets |= bits(either(is(byte, '('), is(_mm_or_si128(byte, _mm_set1_epi8(0x20)), '{')), i);
    auto dot = is(byte, '.');
    masks.dots |= bits(_mm_and_si128(dot, letters_and_digits(next)), i);
    auto slash = is(byte, '/');
    masks.slashes |= bits(slash, i);
    masks.paths |= bits(either(slash, either(is(byte, '?'), is(byte, '#'))), i);
    masks.words |=
        bits(either(either(letters_and_digits(byte), dot), either(is(byte, '-'), is(byte, '_'))), i);
  }
#else
  for (std::size_t i = 0; i < text_block; ++i) {
    auto byte = static_cast<std::uint8_t>(block[i]), next = static_cast<std::uint8_t>(block[i + 1]);
    auto bit = 1ULL << i;
    if (byte >= 0x80)
      masks.beyond |= bit;
    else if (run_ends[byte])
      masks.ends |= bit;
    if (byte == ':' && (next == '/' || next == '\\')) masks.schemes |= bit;
    if (byte == '(' || byte == '[' || byte == '{') masks.brackets |= bit;
    if (byte == '.' && is_alnum(block[i + 1])) masks.dots |= bit;
    if (byte == '/') masks.slashes |= bit;
    if (byte == '/' || byte == '?' || byte == '#') masks.paths |= bit;
    if (is_alnum(block[i]) || byte == '.' || byte == '-' || byte == '_') masks.words |= bit;
  }
#endif
  return masks;
}

}  // namespace bridle
