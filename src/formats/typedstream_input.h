#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace bridle {

/// The lowest layer of a typedstream: heads, integers, numbers, strings. Inside typedstream.h's walls.
/// Borrows: the bytes given.
class TypedStreamInput {
 public:
  /// First byte of an integer or a reference; everything else is the number itself.
  enum Head : std::uint8_t {
    head_int16 = 0x81,
    head_int32 = 0x82,
    head_floating = 0x83,
    head_new = 0x84,
    head_nil = 0x85,
    head_end = 0x86,
    head_int64 = 0x87,
    first_reference = 0x92,  ///< -110: what is numbered 0
  };

  /// Reads the header. Faults: truncated, unsupported (another header), malformed.
  static Result<TypedStreamInput> open(Bytes bytes);

  std::uint8_t u8() { return in_.u8(); }
  Bytes take(std::uint64_t size) { return in_.take(size); }
  bool at_end() const { return in_.at_end(); }
  std::size_t offset() const { return in_.offset(); }
  std::size_t left() const { return in_.left(); }
  Result<> check(std::string_view structure) const { return in_.check(structure); }
  std::unexpected<Error> malformed(std::string_view what) const;
  /// Counts one value or object. Faults: limit (too many for this many bytes); truncated.
  Result<> step();

  /// An integer whose head was read. Faults: malformed. Past the end it gives 0: ask `check`.
  Result<std::int64_t> integer(std::uint8_t head);
  Result<> skip_integer();
  /// Of `width` 4 or 8.
  Result<double> floating(std::size_t width);
  /// A reference whose head was read, to one of `count` things. Faults: malformed.
  Result<std::uint32_t> reference(std::uint8_t head, std::size_t count);
  Result<Bytes> unshared_string();
  /// A string whose head was read; numbered when it is new.
  Result<Bytes> shared_string(std::uint8_t head);

 private:
  TypedStreamInput(Cursor in, bool big);
  Result<std::uint64_t> length();
  template <class Integer>
  Integer fixed() {
    return big_ ? in_.be<Integer>() : in_.le<Integer>();
  }

  Cursor in_;
  bool big_;
  std::uint64_t steps_left_;
  std::vector<Bytes> strings_;
};

}  // namespace bridle
