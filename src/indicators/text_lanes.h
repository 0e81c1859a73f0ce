#pragma once

#include <span>
#include <string_view>

#include "indicators/text_blocks.h"

namespace bridle {

/// One way to look at a block, by how many bytes the processor takes at a time. All give the same answers.
struct TextLanes {
  std::string_view name;
  std::uint64_t (*anchors_of)(const char* block);
  BlockMasks (*masks_of)(const char* block);
};

/// What this processor can, the fastest last.
std::span<const TextLanes> text_lanes();

}  // namespace bridle
