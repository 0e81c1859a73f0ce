#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace bridle {

/// One value of a typedstream. Values form chains: those of an object, and those of the stream at its top.
struct TypedValue {
  enum class Kind : std::uint8_t { nil, integer, real, bytes, object, class_reference };
  static constexpr std::uint32_t none = ~std::uint32_t{0};

  Kind kind = Kind::nil;
  std::int64_t integer = 0;  ///< integer; unsigned ones above 2^63 - 1 come out negative
  double real = 0;
  Bytes bytes;                  ///< strings as stored (NSString: UTF-8) and arrays of characters
  std::uint32_t object = none;  ///< index into TypedStream::objects
  std::uint32_t next = none;    ///< index into TypedStream::values: what follows in the chain
};

/// An object, a class or a shared C string: they are numbered together.
struct TypedObject {
  Bytes name;                                  ///< of a class
  std::uint32_t its_class = TypedValue::none;  ///< of an object: its class; of a class: what it descends from
  std::uint32_t first = TypedValue::none;      ///< of an object: its first value
  Bytes text;                                  ///< of a C string
};

/// A stream written by NSArchiver (docs/formats/typedstream.md), as far as it could be read. Borrows: its
/// bytes.
struct TypedStream {
  std::vector<TypedValue> values;
  std::vector<TypedObject> objects;
  std::uint32_t first = TypedValue::none;  ///< first value at the top
  std::optional<Error> stopped;            ///< why reading ended early; what is above stands nevertheless

  /// Is this the class of the object or one that it descends from?
  bool is_a(std::uint32_t object, std::string_view class_name) const;
};

/// Reads all of a stream, whatever classes are in it. What follows a fault is left out and `stopped` says
/// why: truncated; malformed; unsupported (a type that is not read); limit (depth, steps). Faults: truncated,
/// unsupported (another header). Source: reverse-engineered descriptions of NSArchiver and the files of
/// corpus ios-imessage-payloads.
Result<TypedStream> read_typedstream(Bytes bytes);

}  // namespace bridle
