#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace bridle {

/// One field of a protocol buffer as it stands on the wire. Borrows: the message.
struct WireField {
  std::uint32_t number = 0;
  enum class Kind : std::uint8_t { varint, fixed64, bytes, fixed32 } kind = Kind::varint;
  std::uint64_t value = 0;  ///< of the numeric kinds
  Bytes bytes;              ///< of texts, bytes and messages

  std::string_view text() const { return as_text(bytes); }
  std::int64_t integer() const { return static_cast<std::int64_t>(value); }
};

/// Reads the fields of one message straight down. A message inside is read by a reader of its own: nothing
/// here recurses. Source: protobuf.dev/programming-guides/encoding.
class WireReader {
 public:
  explicit WireReader(Bytes message) : rest_(message), size_(message.size()) {}
  /// The next field; nothing at the end. After a fault there is nothing more. Faults: truncated, malformed (a
  /// number of 0 or too many bytes, a kind that does not exist; groups are not read).
  Result<std::optional<WireField>> next();

 private:
  Result<std::uint64_t> varint();
  Bytes rest_;
  std::size_t size_;
};

}  // namespace bridle
