#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace bridle {

/// A read-only view of bytes that somebody else owns.
using Bytes = std::span<const std::uint8_t>;

/// The same memory seen as bytes, or as text of unknown encoding. The only casts of this kind in the project.
inline Bytes as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};  // NOLINT(*-reinterpret-cast)
}
inline std::string_view as_text(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};  // NOLINT(*-reinterpret-cast)
}

inline std::span<std::uint8_t> as_writable_bytes(std::span<char> text) {
  return {reinterpret_cast<std::uint8_t*>(text.data()), text.size()};  // NOLINT(*-reinterpret-cast)
}

/// Reads a big- or little-endian unsigned integer of `width` bytes (1 to 8) from the front; `bytes` must hold
/// them.
inline std::uint64_t load_big(Bytes bytes, std::size_t width) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < width; ++i) value = value << 8 | bytes[i];
  return value;
}
inline std::uint64_t load_little(Bytes bytes, std::size_t width) {
  if constexpr (std::endian::native == std::endian::little) {
    if (width == 8 || width == 4) {  // the usual ones: a load each
      std::uint64_t value = 0;
      if (width == 8) std::memcpy(&value, bytes.data(), 8);
      if (width == 4) std::memcpy(&value, bytes.data(), 4);
      return value;
    }
  }
  std::uint64_t value = 0;
  for (std::size_t i = width; i > 0; --i) value = value << 8 | bytes[i - 1];
  return value;
}

/// A view inside another, or nothing when any part would lie outside. Overflow of `offset + size` is outside.
inline Bytes slice(Bytes bytes, std::uint64_t offset, std::uint64_t size) {
  if (offset > bytes.size() || size > bytes.size() - offset) return {};
  return bytes.subspan(static_cast<std::size_t>(offset), static_cast<std::size_t>(size));
}

/// Reads forward through bytes. The first overrun latches: from then on every read gives zeros or nothing,
/// and `check` gives the error once, so that a structure is read straight down and tested at its end.
class Cursor {
 public:
  explicit Cursor(Bytes bytes) : bytes_(bytes) {}

  template <class Integer>
  Integer be() {
    Bytes digits = take(sizeof(Integer));  // first: the order of arguments is the compiler's choice
    return static_cast<Integer>(load_big(digits, digits.size()));
  }
  template <class Integer>
  Integer le() {
    Bytes digits = take(sizeof(Integer));
    return static_cast<Integer>(load_little(digits, digits.size()));
  }
  std::uint8_t u8() { return be<std::uint8_t>(); }

  /// The next `size` bytes; empty, and latched, when there are fewer.
  Bytes take(std::uint64_t size) {
    if (!ok_ || size > left()) {
      ok_ = false;
      return {};
    }
    Bytes taken = bytes_.subspan(at_, static_cast<std::size_t>(size));
    at_ += static_cast<std::size_t>(size);
    return taken;
  }
  /// Everything that is left.
  Bytes rest() { return take(left()); }
  void skip(std::uint64_t size) { take(size); }

  bool ok() const { return ok_; }
  bool at_end() const { return at_ == bytes_.size(); }
  std::size_t offset() const { return at_; }
  std::size_t left() const { return bytes_.size() - at_; }
  /// Faults: truncated, when any read since construction went past the end.
  Result<> check(std::string_view structure) const;

 private:
  Bytes bytes_;
  std::size_t at_ = 0;
  bool ok_ = true;
};

/// Lower-case hexadecimal text of bytes, and back.
std::string to_hex(Bytes bytes);
/// Faults: malformed (odd length or a character that is no digit).
Result<std::string> from_hex(std::string_view text);
/// RFC 4648 base64 with padding.
std::string to_base64(Bytes bytes);

}  // namespace bridle
