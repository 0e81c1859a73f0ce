#pragma once

#include <cstdint>
#include <string>

namespace bridle::testing {

/// SplitMix64: the same seed gives the same forged backup on every machine. Never for keys that protect
/// anything.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15ULL;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }
  /// From 0 to `end` - 1.
  std::uint64_t below(std::uint64_t end) { return next() % end; }
  std::string bytes(std::size_t size) {
    std::string text;
    while (text.size() < size) {
      std::uint64_t word = next();
      for (int i = 0; i < 8 && text.size() < size; ++i)
        text += static_cast<char>(static_cast<std::uint8_t>(word >> (8 * i)));
    }
    return text;
  }

 private:
  std::uint64_t state_;
};

}  // namespace bridle::testing
