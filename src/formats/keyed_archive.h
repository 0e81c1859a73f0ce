#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "formats/plist.h"

namespace bridle {

/// One object of a keyed archive with its reference followed: a cheap handle, absent when there is nothing,
/// when the reference leads nowhere or to `$null`, and below `depth_limit` steps from where the walk began,
/// so that walking in circles ends. A walk that branches should also remember the `uid`s it has seen.
/// Borrows: the Plist of the archive, and its bytes.
class Resolved {
 public:
  Resolved() = default;

  explicit operator bool() const { return static_cast<bool>(value_); }
  /// What stands in the archive: an object is a dictionary with `$class`.
  PlistValue value() const { return value_; }
  /// Its number in `$objects`; nothing for a value that stands in its owner.
  std::optional<std::uint64_t> uid() const { return uid_; }

  /// "NSURL"; empty for plain strings, numbers and data.
  std::string_view class_name() const;
  /// Is this its class or one that it descends from?
  bool is_a(std::string_view class_name) const;
  /// A member by its key in the archive ("originalURL", "NS.relative").
  Resolved operator[](std::string_view member) const;
  /// The member at this place of `value()`, whose keys name them.
  Resolved member(std::size_t i) const { return step(value_.at(i)); }

  /// Entries of NSArray, NSSet, NSOrderedSet or NSDictionary (mutable or not), or of a plain array.
  std::size_t size() const;
  /// An item, or the value of a dictionary's entry.
  Resolved at(std::size_t i) const;
  /// The key of an NSDictionary's entry.
  Resolved key(std::size_t i) const;
  /// The value of an NSDictionary's entry whose key is this string.
  Resolved find(std::string_view key) const;

  /// Plain, NSString, NSMutableString, or the string of an NSAttributedString.
  std::optional<std::string_view> string() const;
  std::optional<std::int64_t> integer() const { return value_.integer(); }
  std::optional<double> real() const { return value_.real(); }
  std::optional<bool> boolean() const { return value_.boolean(); }
  /// Plain, NSData or NSMutableData.
  std::optional<Bytes> data() const;
  /// Plain, or NSDate (COCOA seconds).
  std::optional<Time> date() const;
  /// NSURL, relative to its base when it has one (RFC 3986 5.2 without the removal of dot segments).
  std::optional<std::string> url() const;
  /// NSUUID as upper-case 8-4-4-4-12.
  std::optional<std::string> uuid() const;

 private:
  friend class KeyedArchive;
  Resolved(PlistValue objects, PlistValue value, int depth);
  Resolved step(PlistValue value) const { return {objects_, value, depth_ + 1}; }

  PlistValue objects_;
  PlistValue value_;
  std::optional<std::uint64_t> uid_;
  int depth_ = 0;
};

/// An archive written by NSKeyedArchiver (docs/formats/keyed_archive.md).
/// Borrows: the Plist given to `open`.
class KeyedArchive {
 public:
  /// Faults: malformed (no keyed archive: no `$objects` or no `$top`).
  static Result<KeyedArchive> open(const Plist& plist);
  static Result<KeyedArchive> open(PlistValue archive);

  /// `$top.root`, or the only entry of `$top`; absent when there are several and none is "root".
  Resolved root() const;
  Resolved top(std::string_view name) const;
  /// Objects by number, for a flat look at everything. 0 is `$null` and absent.
  std::size_t object_count() const { return objects_.size(); }
  Resolved object(std::uint64_t uid) const;

 private:
  KeyedArchive(PlistValue objects, PlistValue top) : objects_(objects), top_(top) {}
  PlistValue objects_;
  PlistValue top_;
};

/// A reference as RFC 3986 5.2 resolves it, dot segments left as they are.
std::string resolve_url(std::string_view base, std::string_view relative);

}  // namespace bridle
