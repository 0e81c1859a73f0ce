#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bridle::testing {

/// Writes protocol buffers field by field.
class WireBuilder {
 public:
  WireBuilder& number(std::uint32_t field, std::uint64_t value) { return tag(field, 0).varint(value); }
  WireBuilder& text(std::uint32_t field, std::string_view value) {
    tag(field, 2).varint(value.size());
    out_ += value;
    return *this;
  }
  WireBuilder& message(std::uint32_t field, const WireBuilder& inner) { return text(field, inner.out_); }
  WireBuilder& fixed64(std::uint32_t field, std::uint64_t value) { return tag(field, 1).little(value, 8); }
  WireBuilder& fixed32(std::uint32_t field, std::uint64_t value) { return tag(field, 5).little(value, 4); }
  std::string write() const { return out_; }

 private:
  WireBuilder& tag(std::uint32_t field, std::uint32_t kind) { return varint(field << 3 | kind); }
  WireBuilder& varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) out_ += static_cast<char>(static_cast<std::uint8_t>(value | 0x80));
    out_ += static_cast<char>(static_cast<std::uint8_t>(value));
    return *this;
  }
  WireBuilder& little(std::uint64_t value, int width) {
    for (int i = 0; i < width; ++i) out_ += static_cast<char>(static_cast<std::uint8_t>(value >> (8 * i)));
    return *this;
  }
  std::string out_;
};

}  // namespace bridle::testing
