#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "patterns/moment.h"

namespace bridle {

struct ObservedProperty;

/// A property of an observed object, as JSON has it. Whole numbers beyond 64 bits are real numbers.
struct ObservedValue {
  using List = std::vector<ObservedValue>;
  using Dictionary = std::vector<ObservedProperty>;  ///< of a name that stands twice both values count
  std::variant<std::monostate, bool, std::int64_t, double, std::string, List, Dictionary> data;
};

/// A named value.
struct ObservedProperty {
  std::string name;
  ObservedValue value;
};

/// An observed object: a file, a domain name, a process.
struct ObservedObject {
  std::string id;  ///< by which properties that end in _ref and _refs name it
  std::string type;
  ObservedValue::Dictionary properties;
  /// Patterns begin at it. The others are only reached by reference.
  bool root = true;
};

/// First and last moment at which something was seen; equal for a single event.
struct Interval {
  PatternMoment first, last;
};

/// What was seen together.
struct Observation {
  std::optional<Interval> when;  ///< nothing: no source says when
  std::uint64_t times = 1;       ///< how often: each counts as an observation of its own
  std::vector<ObservedObject> objects;
};

}  // namespace bridle
