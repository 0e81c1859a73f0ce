// Text looked at in vectors. Included once by each source that defines `Vector` (in an unnamed namespace, so
// that no function compiled for one processor is ever linked for another): its width in bytes, and how bytes
// are compared.
#pragma once

#include "indicators/text_blocks.h"

namespace bridle {
namespace {

Vector in_range(Vector bytes, char first, int length) {
  return at_most(minus(bytes, first), length - 1);
}
Vector letters_and_digits(Vector bytes) {
  return either(in_range(either(bytes, every(0x20)), 'a', 26), in_range(bytes, '0', 10));
}
Vector opens_bracket(Vector bytes) {
  return either(is(bytes, '('), is(either(bytes, every(0x20)), '{'));
}

std::uint64_t vector_anchors_of(const char* block) {
  std::uint64_t anchors = 0;
  for (std::size_t i = 0; i < text_block; i += sizeof(Vector)) {
    auto byte = loaded(block + i), next = loaded(block + i + 1);
    auto slash = is(next, '/');
    auto dot = both(is(byte, '.'), at_least(next, 'A'));
    auto scheme = both(is(byte, ':'), either(slash, is(next, '\\')));
    auto digit = both(in_range(byte, '0', 10), slash);
    auto d = is(either(next, every(0x20)), 'd');
    auto inside = either(either(is(next, '.'), is(next, ':')), either(slash, d));
    anchors |= bits(either(either(dot, scheme), either(both(opens_bracket(byte), inside), digit)), i);
  }
  return anchors;
}

BlockMasks vector_masks_of(const char* block) {
  BlockMasks masks;
  for (std::size_t i = 0; i < text_block; i += sizeof(Vector)) {
    auto byte = loaded(block + i), next = loaded(block + i + 1);
    auto quotes = either(either(is(byte, '"'), is(byte, '`')), either(is(byte, '^'), is(byte, 0x7F)));
    auto signs = either(is(byte, '|'), either(is(byte, '<'), is(byte, '>')));
    masks.ends |= bits(either(at_most(byte, 0x20), either(quotes, signs)), i);
    masks.beyond |= bits(byte, i);
    masks.schemes |= bits(both(is(byte, ':'), either(is(next, '/'), is(next, '\\'))), i);
    masks.brackets |= bits(opens_bracket(byte), i);
    auto dot = is(byte, '.');
    masks.dots |= bits(both(dot, letters_and_digits(next)), i);
    auto slash = is(byte, '/');
    masks.slashes |= bits(slash, i);
    masks.paths |= bits(either(slash, either(is(byte, '?'), is(byte, '#'))), i);
    masks.words |=
        bits(either(either(letters_and_digits(byte), dot), either(is(byte, '-'), is(byte, '_'))), i);
  }
  return masks;
}

}  // namespace
}  // namespace bridle
