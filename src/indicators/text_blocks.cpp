#include "indicators/text_blocks.h"

#include <array>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "indicators/text_lanes.h"
#include "indicators/text_processors.h"

namespace bridle {
namespace {

constexpr std::array<bool, 256> run_ends = [] {
  std::array<bool, 256> out{};
  for (std::size_t c = 0; c <= 0x20; ++c) out[c] = true;
  for (char c : std::string_view("\"<>`|^\x7F")) out[static_cast<std::size_t>(c)] = true;
  return out;
}();

std::uint64_t plain_anchors_of(const char* block) {
  std::uint64_t anchors = 0;
  for (std::size_t i = 0; i < text_block; ++i) {
    auto byte = static_cast<std::uint8_t>(block[i]), next = static_cast<std::uint8_t>(block[i + 1]);
    bool bracket = byte == '(' || byte == '[' || byte == '{';
    bool inside = next == '.' || next == ':' || next == '/' || next == 'd' || next == 'D';
    if ((byte == '.' && next >= 'A') || (byte == ':' && (next == '/' || next == '\\')) ||
        (byte >= '0' && byte <= '9' && next == '/') || (bracket && inside))
      anchors |= 1ULL << i;
  }
  return anchors;
}

BlockMasks plain_masks_of(const char* block) {
  BlockMasks masks;
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
  return masks;
}

}  // namespace

bool ends_run(std::uint8_t byte) {
  return run_ends[byte];
}

std::span<const TextLanes> text_lanes() {
  static const auto all = [] {
    std::vector<TextLanes> out = {{"one byte at a time", plain_anchors_of, plain_masks_of}};
#if defined(__x86_64__)
    out.push_back({"SSE2", sse2_anchors_of, sse2_masks_of});
    if (__builtin_cpu_supports("avx2")) out.push_back({"AVX2", avx2_anchors_of, avx2_masks_of});
#endif
    return out;
  }();
  return all;
}

std::uint64_t anchors_of(const char* block) {
  static const auto fastest = text_lanes().back().anchors_of;
  return fastest(block);
}

BlockMasks masks_of(const char* block) {
  static const auto fastest = text_lanes().back().masks_of;
  return fastest(block);
}

}  // namespace bridle
