#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

/// What writer and reader of a batch file must agree on; the page is docs/formats/batch.md.
namespace bridle::batch_layout {

constexpr std::string_view magic = "bridle batch 1\n";
constexpr std::size_t frame_header = 5;  // kind u8, payload length u32 little-endian
constexpr std::uint8_t row = 'R', mined = 'M', skip = 'S', end = 'E';
constexpr std::size_t note_limit = 256;
constexpr std::size_t mined_limit = 16 << 10;  // a longer link is cut: no host lies behind that

}  // namespace bridle::batch_layout
