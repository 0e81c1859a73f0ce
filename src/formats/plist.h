#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"

namespace bridle {

struct PlistDocument;
struct PlistNode;

enum class PlistKind { null, boolean, integer, real, date, data, string, uid, array, dictionary };

/// One value of a property list: a cheap handle, or "absent" (default-constructed; every accessor then gives
/// nothing). A value whose content cannot be expressed (an integer beyond 64 bits, a date outside 1677 to
/// 2262, broken base64) is there with its kind, and its accessor gives nothing: one odd leaf does not undo a
/// file. Borrows: the Plist, until it is parsed again or destroyed (moving the Plist keeps handles good), and
/// its bytes.
class PlistValue {
 public:
  PlistValue() = default;
  PlistValue(const PlistDocument* document, std::uint32_t index) : document_(document), index_(index) {}

  explicit operator bool() const { return document_ != nullptr; }
  /// `null` for an absent value too.
  PlistKind kind() const;

  /// UTF-8; what was no Unicode in the file is U+FFFD.
  std::optional<std::string_view> string() const;
  /// Nothing for numbers above 2^63 - 1; see `unsigned_integer`. A real is never an integer.
  std::optional<std::int64_t> integer() const;
  /// Nothing for negative numbers.
  std::optional<std::uint64_t> unsigned_integer() const;
  std::optional<bool> boolean() const;
  /// A real, or an integer as one.
  std::optional<double> real() const;
  std::optional<Time> date() const;
  std::optional<Bytes> data() const;
  std::optional<std::uint64_t> uid() const;

  /// Entries of an array (or set) or dictionary; 0 for everything else.
  std::size_t size() const;
  /// Array item or dictionary value, in file order; absent past the end.
  PlistValue at(std::size_t i) const;
  /// Dictionary key; empty past the end and in an array.
  std::string_view key(std::size_t i) const;
  /// Absent when missing or not a dictionary. Of doubled keys the first counts.
  PlistValue operator[](std::string_view key) const;

  /// Which of the document's objects this is: equal for a value that is shared.
  std::uint32_t index() const { return index_; }

 private:
  const PlistNode* node() const;
  const PlistNode* node(PlistKind kind) const;

  const PlistDocument* document_ = nullptr;
  std::uint32_t index_ = 0;
};

/// A property list, binary or XML. Nesting is at most `depth_limit`, and writing it out as a tree takes at
/// most `plist_expansion_limit` steps, so that a walk over it is bounded too (objects of a binary list can be
/// shared).
class Plist {
 public:
  Plist();
  Plist(Plist&&) noexcept;
  Plist& operator=(Plist&&) noexcept;
  ~Plist();

  /// Binary when it begins with "bplist0", else XML.
  /// Faults: truncated, malformed, limit; unsupported (OpenStep text, bplist15 to 17, an unknown object
  /// type). Borrows: `bytes`, for ASCII strings and data of a binary list.
  static Result<Plist> parse(Bytes bytes);
  /// The same into this object, reusing its memory: about a microsecond for a list of half a kilobyte.
  Result<> reparse(Bytes bytes);
  PlistValue root() const;

 private:
  std::unique_ptr<PlistDocument> document_;
};

/// JSON without line breaks, in file order: data is base64 text, dates ISO 8601, a uid {"CF$UID":n}; what has
/// no value (see PlistValue) and what lies deeper than `depth_limit` is null.
std::string to_json(PlistValue value);

}  // namespace bridle
