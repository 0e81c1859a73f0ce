#include "formats/typedstream_input.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

namespace bridle {
namespace {

constexpr std::int64_t reference_base = -110;
// Values and objects looked at. Nearly all of them take a byte at least; what takes none must not multiply.
constexpr std::uint64_t step_limit = 4'000'000;

}  // namespace

TypedStreamInput::TypedStreamInput(Cursor in, bool big)
    : in_(in), big_(big), steps_left_(std::min<std::uint64_t>(step_limit, 4096 + 16 * in.left())) {}

Result<TypedStreamInput> TypedStreamInput::open(Bytes bytes) {
  Cursor in{bytes};
  std::uint8_t version = in.u8();
  std::uint8_t size = in.u8();
  std::string_view signature = as_text(in.take(11));
  TRY(in.check("typedstream header"));
  bool big = signature == "typedstream";
  if (version != 4 || size != 11 || (!big && signature != "streamtyped"))
    return fail(Fault::unsupported, "not a typedstream of version 4");
  TypedStreamInput input(in, big);
  TRY(input.skip_integer());  // the version of the system that wrote it: 1000
  return input;
}

std::unexpected<Error> TypedStreamInput::malformed(std::string_view what) const {
  return fail(Fault::malformed, fmt::format("typedstream {} at byte {}", what, in_.offset()));
}

Result<> TypedStreamInput::step() {
  if (steps_left_ == 0) return fail(Fault::limit, "typedstream has too many values");
  --steps_left_;
  return in_.check("typedstream");
}

Result<> TypedStreamInput::skip_integer() {
  auto skipped = integer(in_.u8());
  return skipped ? Result<>() : std::unexpected(skipped.error());
}

Result<std::int64_t> TypedStreamInput::integer(std::uint8_t head) {
  switch (head) {
    case head_int16:
      return fixed<std::int16_t>();
    case head_int32:
      return fixed<std::int32_t>();
    case head_int64:
      return fixed<std::int64_t>();
    default:
      break;
  }
  if (head >= 0x80 && head < first_reference) return malformed("integer has a reserved head");
  return std::bit_cast<std::int8_t>(head);
}

Result<std::uint64_t> TypedStreamInput::length() {
  std::uint8_t head = in_.u8();
  if (head == head_int16) return fixed<std::uint16_t>();
  if (head == head_int32) return fixed<std::uint32_t>();
  std::int64_t value = TRY(integer(head));
  if (value < 0) return malformed("length is negative");
  return static_cast<std::uint64_t>(value);
}

/// A whole number is written as an integer, anything else behind a head of its own.
Result<double> TypedStreamInput::floating(std::size_t width) {
  std::uint8_t head = in_.u8();
  if (head != head_floating) return static_cast<double>(TRY(integer(head)));
  if (width == 4) return std::bit_cast<float>(fixed<std::uint32_t>());
  return std::bit_cast<double>(fixed<std::uint64_t>());
}

Result<std::uint32_t> TypedStreamInput::reference(std::uint8_t head, std::size_t count) {
  std::int64_t number = TRY(integer(head)) - reference_base;
  if (number < 0 || static_cast<std::uint64_t>(number) >= count) return malformed("reference leads nowhere");
  return static_cast<std::uint32_t>(number);
}

Result<Bytes> TypedStreamInput::unshared_string() {
  std::uint64_t size = TRY(length());
  Bytes text = in_.take(size);
  TRY(in_.check("typedstream string"));
  return text;
}

Result<Bytes> TypedStreamInput::shared_string(std::uint8_t head) {
  if (head == head_nil) return Bytes{};
  if (head != head_new) return strings_[TRY(reference(head, strings_.size()))];
  strings_.push_back(TRY(unshared_string()));
  return strings_.back();
}

}  // namespace bridle
