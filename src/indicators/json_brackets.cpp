#include "indicators/json_brackets.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace bridle {
namespace {

constexpr std::size_t block_size = 64;

/// One bit for each byte of a block.
struct Marks {
  std::uint64_t quotes = 0, backslashes = 0, opening = 0, closing = 0;
};

Marks marks_of(const char* block) {
  Marks marks;
#if defined(__SSE2__)
  for (std::size_t i = 0; i < block_size; i += 16) {
    auto bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + i));
    auto folded =
        _mm_or_si128(bytes, _mm_set1_epi8(0x20));  // "[" and "{" differ in this bit, as do "]" and "}"
    auto bits = [&](__m128i each, char c) {
      auto equal = _mm_movemask_epi8(_mm_cmpeq_epi8(each, _mm_set1_epi8(c)));
      return std::uint64_t{static_cast<std::uint32_t>(equal)} << i;
    };
    marks.quotes |= bits(bytes, '"');
    marks.backslashes |= bits(bytes, '\\');
    marks.opening |= bits(folded, '{');
    marks.closing |= bits(folded, '}');
  }
#else
  for (std::size_t i = 0; i < block_size; ++i) {
    auto bit = 1ULL << i;
    char c = block[i];
    if (c == '"') marks.quotes |= bit;
    if (c == '\\') marks.backslashes |= bit;
    if (c == '{' || c == '[') marks.opening |= bit;
    if (c == '}' || c == ']') marks.closing |= bit;
  }
#endif
  return marks;
}

/// Each bit: is the number of bits up to and with it odd?
std::uint64_t running_parity(std::uint64_t bits) {
  for (unsigned shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

class Counter {
 public:
  /// Where in the block the outermost bracket closes, or block_size.
  std::size_t look_at(const char* block) {
    auto marks = marks_of(block);
    // A backslash is rare, and its meaning hangs on what stands before it.
    if (marks.backslashes != 0 || escaped_) return look_at_each(block);
    auto strings = running_parity(marks.quotes) ^ (in_string_ ? ~0ULL : 0);
    in_string_ = strings >> 63 != 0;
    auto opening = marks.opening & ~strings, closing = marks.closing & ~strings;
    if ((opening | closing) == 0) return block_size;
    auto opened = static_cast<std::size_t>(std::popcount(opening));
    auto closed = static_cast<std::size_t>(std::popcount(closing));
    if (depth_ > closed) {
      depth_ += opened - closed;
      return block_size;
    }
    for (auto both = opening | closing; both != 0; both &= both - 1) {
      auto lowest = both & (~both + 1);
      depth_ += (opening & lowest) != 0 ? 1 : std::size_t(-1);
      if (depth_ == 0) return static_cast<std::size_t>(std::countr_zero(both));
    }
    return block_size;
  }

 private:
  std::size_t look_at_each(const char* block) {
    for (std::size_t i = 0; i < block_size; ++i) {
      char c = block[i];
      if (escaped_)
        escaped_ = false;
      else if (in_string_ && c == '\\')
        escaped_ = true;
      else if (c == '"')
        in_string_ = !in_string_;
      else if (!in_string_ && (c == '{' || c == '['))
        ++depth_;
      else if (!in_string_ && (c == '}' || c == ']') && --depth_ == 0)
        return i;
    }
    return block_size;
  }

  std::size_t depth_ = 0;
  bool in_string_ = false, escaped_ = false;
};

}  // namespace

std::size_t end_of_brackets(std::string_view json, std::size_t at) {
  Counter counter;
  for (; at + block_size <= json.size(); at += block_size)
    if (auto end = counter.look_at(json.data() + at); end != block_size) return at + end + 1;
  if (at >= json.size()) return std::string_view::npos;
  std::array<char, block_size> rest{};
  std::memcpy(rest.data(), json.data() + at, json.size() - at);
  auto end = counter.look_at(rest.data());
  return end == block_size ? std::string_view::npos : at + end + 1;
}

}  // namespace bridle
