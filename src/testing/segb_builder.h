#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace bridle::testing {

struct SegbTemplate {
  struct Entry {
    std::string payload;
    double time = 700'000'000;  ///< COCOA-S
    std::int32_t state = 1;     ///< of a deleted one the payload is written as zeros
  };
  std::vector<Entry> entries;
  double created = 699'000'000;
};

/// A segment of a Biome stream, version 1 or 2, with some space that was never used.
std::string write_segb(const SegbTemplate& segment, int version);

}  // namespace bridle::testing
