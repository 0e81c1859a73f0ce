#pragma once

#include <bit>
#include <string>

#include "testing/wire_builder.h"

namespace bridle::testing {

inline std::uint64_t real_bits(double value) {
  return std::bit_cast<std::uint64_t>(value);
}

/// An event in the form of those that moved to Biome from knowledgeC, with one detail.
inline WireBuilder moved_event_bytes(const std::string& stream, const WireBuilder& value,
                                     const std::string& detail) {
  return WireBuilder()
      .message(1, WireBuilder().text(1, stream))
      .fixed64(2, real_bits(700'000'000))
      .fixed64(3, real_bits(700'000'060))
      .message(4, value)
      .text(5, "A0B1C2D3-0000-0000-0000-000000000001")
      .message(7, WireBuilder().message(2, WireBuilder().text(3, detail)))
      .fixed64(8, real_bits(700'000'061));
}

}  // namespace bridle::testing
