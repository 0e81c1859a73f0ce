#pragma once

#include <bit>
#include <optional>
#include <string>
#include <vector>

#include "formats/protobuf_wire.h"

namespace bridle {

/// The fields of one message by their numbers, for messages that hold little. Borrows: the bytes.
class ProtobufMessage {
 public:
  ProtobufMessage() = default;
  /// Faults: those of the wire (formats/protobuf_wire.h); limit (more than 4,096 fields).
  static Result<ProtobufMessage> parse(Bytes bytes);

  const std::vector<WireField>& fields() const { return fields_; }
  bool is_empty() const { return fields_.empty(); }
  /// The first field of that number, or nullptr.
  const WireField* find(std::uint32_t number) const;
  /// A varint or fixed number.
  std::optional<std::int64_t> integer(std::uint32_t number) const;
  /// A fixed number of 64 bits as what it mostly is.
  std::optional<double> real(std::uint32_t number) const;
  /// Bytes that are no empty text. Borrows: the bytes.
  std::optional<std::string_view> text(std::uint32_t number) const;
  /// The message in a field; an empty one when there is none, or when its bytes are no message.
  ProtobufMessage message(std::uint32_t number) const;
  std::vector<ProtobufMessage> messages(std::uint32_t number) const;

 private:
  std::vector<WireField> fields_;
};

/// A message whose fields nobody has described, as JSON: {"1":"text","2":7,"4":{"3":"x"},"7":[…]}. Bytes that
/// are text become text, else a message when they are one in full, else the first 256 as base64. 64-bit fixed
/// numbers are shown as reals. At most 16 KiB, 8 levels; "cut":true stands where more was. Nothing when the
/// bytes are no message.
std::optional<std::string> protobuf_as_json(Bytes bytes);

}  // namespace bridle
