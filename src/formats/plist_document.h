#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/limits.h"
#include "formats/plist.h"

namespace bridle {

/// Steps of a walk over a property list as a tree: one for each value and key, and one more for each 256
/// bytes of text or data. Honest lists stay far below; a "billion laughs" of shared objects does not.
constexpr std::uint64_t plist_expansion_limit = 4 * plist_object_limit;

/// One object. Inside plist.h's walls: only the two readers make it and only PlistValue looks at it.
struct PlistNode {
  enum class State : std::uint8_t { unread, reading, read };
  PlistKind kind = PlistKind::null;
  State state = State::unread;
  bool has_value = false;    ///< the content could be expressed
  bool is_unsigned = false;  ///< `integer` holds a std::uint64_t above 2^63 - 1
  bool in_text = false;  ///< the content is in PlistDocument::text, at `offset`, not in the bytes at `data`
  std::uint8_t height = 0;   ///< levels of containers below this one
  std::uint32_t size = 0;    ///< bytes of a string or data; entries of a container
  std::uint32_t weight = 0;  ///< steps to walk it as a tree, at most plist_expansion_limit
  union {
    std::int64_t integer = 0;  ///< integer, uid, boolean, or date in nanoseconds
    double real;
    const std::uint8_t* data;
    std::uint64_t offset;  ///< of text, or of the first entry of `children`
  };
};

/// What both readers fill: objects by number, and the numbers of what containers hold.
struct PlistDocument {
  std::vector<PlistNode> nodes;
  /// For an array its items; for a dictionary its keys, then as many values.
  std::vector<std::uint32_t> children;
  /// Converted text and decoded data.
  std::string text;
  std::uint32_t root = 0;

  void clear() {
    nodes.clear();
    children.clear();
    text.clear();
    root = 0;
  }
  Bytes content(const PlistNode& node) const {
    if (node.in_text) return as_bytes(text).subspan(node.offset, node.size);
    return {node.data, node.size};
  }
  /// Text as UTF-8: borrowed when it is that already, else converted.
  void set_text(PlistNode& node, Bytes utf8);
  /// Content that a reader has just appended to `text`, from `offset`.
  void set_appended(PlistNode& node, std::size_t offset);
};

}  // namespace bridle
