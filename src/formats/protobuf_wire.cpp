#include "formats/protobuf_wire.h"

#include <fmt/format.h>

namespace bridle {

Result<std::uint64_t> WireReader::varint() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 70; shift += 7) {
    if (rest_.empty()) return fail(Fault::truncated, "protobuf ends inside a number");
    std::uint64_t byte = rest_[0];
    rest_ = rest_.subspan(1);
    if (shift < 64) value |= (byte & 0x7F) << shift;
    if ((byte & 0x80) == 0) return value;
  }
  return fail(Fault::malformed, "protobuf has a number of more than ten bytes");
}

Result<std::optional<WireField>> WireReader::next() {
  if (rest_.empty()) return std::nullopt;
  std::size_t at = size_ - rest_.size();
  auto refuse = [&](Fault fault, std::string_view why) {
    rest_ = {};
    return fail(fault, fmt::format("protobuf {} at byte {}", why, at));
  };
  auto tag = varint();
  if (!tag) return refuse(tag.error().fault, "ends inside a field");
  WireField field{.number = static_cast<std::uint32_t>(*tag >> 3)};
  if (field.number == 0 || *tag >> 32 != 0) return refuse(Fault::malformed, "has a field without a number");
  std::size_t size = 0;
  switch (*tag & 7) {
    case 0: {
      auto value = varint();
      if (!value) return refuse(value.error().fault, "ends inside a field");
      field.value = *value;
      return field;
    }
    case 1:
      field.kind = WireField::Kind::fixed64;
      size = 8;
      break;
    case 2: {
      auto length = varint();
      if (!length || *length > rest_.size())
        return refuse(Fault::truncated, "has a field longer than itself");
      field.kind = WireField::Kind::bytes;
      field.bytes = rest_.first(static_cast<std::size_t>(*length));
      rest_ = rest_.subspan(static_cast<std::size_t>(*length));
      return field;
    }
    case 5:
      field.kind = WireField::Kind::fixed32;
      size = 4;
      break;
    default:
      return refuse(Fault::malformed, "has a field of an unknown kind");
  }
  if (size > rest_.size()) return refuse(Fault::truncated, "ends inside a field");
  field.value = load_little(rest_, size);
  rest_ = rest_.subspan(size);
  return field;
}

}  // namespace bridle
