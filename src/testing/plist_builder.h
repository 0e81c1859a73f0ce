#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/time.h"
#include "formats/plist.h"

namespace bridle::testing {

/// A value for the property list writers. Made by the functions below; dictionaries keep their order.
struct PlistTree {
  struct Uid {
    std::uint64_t number;
  };
  struct Data {
    std::string bytes;
  };
  using Array = std::vector<PlistTree>;
  using Dictionary = std::vector<std::pair<std::string, PlistTree>>;

  PlistTree() = default;  ///< null
  PlistTree(const char* text) : value(std::string(text)) {}
  PlistTree(std::string text) : value(std::move(text)) {}
  PlistTree(std::string_view text) : value(std::string(text)) {}
  PlistTree(bool truth) : value(truth) {}
  PlistTree(int number) : value(std::int64_t{number}) {}
  PlistTree(std::int64_t number) : value(number) {}
  PlistTree(std::uint64_t number) : value(number) {}
  PlistTree(double number) : value(number) {}
  PlistTree(Time time) : value(time) {}
  PlistTree(Uid uid) : value(uid) {}
  PlistTree(Data data) : value(std::move(data)) {}
  PlistTree(Array items) : value(std::move(items)) {}
  PlistTree(Dictionary entries) : value(std::move(entries)) {}

  std::variant<std::monostate, std::string, bool, std::int64_t, std::uint64_t, double, Time, Uid, Data, Array,
               Dictionary>
      value;
};

inline PlistTree plist_data(std::string bytes) {
  return PlistTree::Data{std::move(bytes)};
}
inline PlistTree plist_uid(std::uint64_t number) {
  return PlistTree::Uid{number};
}

/// A binary property list as Apple writes it: breadth does not matter to readers, so objects stand in
/// depth-first order; equal strings are stored once.
std::string write_bplist(const PlistTree& tree);
/// An XML property list as Apple writes it. Null cannot be written and becomes an empty string.
std::string write_plist_xml(const PlistTree& tree);
/// What a reader gives, as a tree for a writer. Sharing is lost; values without content become null.
PlistTree tree_of(PlistValue value);

/// A binary list from ready-made objects, which may be wrong in any way.
struct RawBplist {
  std::vector<std::string> objects;  ///< each with its marker
  std::size_t offset_width = 2;
  std::size_t ref_width = 1;  ///< only what the trailer says: references are inside the objects
  std::uint64_t top = 0;
  std::string write() const;
};

/// `levels` arrays, each holding the next twice.
std::string billion_laughs(int levels);
/// `levels` arrays, each holding the next.
std::string deep_bplist(int levels);
std::string deep_plist_xml(int levels);

}  // namespace bridle::testing
