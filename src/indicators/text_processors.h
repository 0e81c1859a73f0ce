#pragma once

#include "indicators/text_blocks.h"

namespace bridle {

// What is written for one kind of processor. Sources that are compiled for it include nothing with inline
// functions: the linker might take their copies for every processor.
#if defined(__x86_64__)
std::uint64_t sse2_anchors_of(const char* block);
BlockMasks sse2_masks_of(const char* block);
/// Only where the processor has AVX2.
std::uint64_t avx2_anchors_of(const char* block);
BlockMasks avx2_masks_of(const char* block);
#endif

}  // namespace bridle
