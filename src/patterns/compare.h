#pragma once

#include <memory>

#include "patterns/property.h"

namespace bridle {

/// What a comparison says of one value.
enum class Truth : std::uint8_t {
  no,
  yes,
  incomparable,  ///< a text was compared with a moment, and is none: neither the operator nor its NOT holds
};

/// One comparison made ready: regular expressions compiled, networks read. Immutable.
/// Source: STIX 2.1 section 9.6; where it is silent, the matcher of the standard's editors as their published
/// cases show it.
class Comparator {
 public:
  /// Faults: unsupported (a regular expression that needs more than linear time or is broken, a network that
  /// is none); limit (a regular expression that is too large).
  static Result<Comparator> make(const PatternComparison& comparison);
  ~Comparator();
  Comparator(Comparator&&) noexcept;
  Comparator& operator=(Comparator&&) noexcept;

  /// Whether any of the values at the comparison's path satisfies it; EXISTS: whether there is one.
  Truth holds(const ObservedObject& object, const Observation& observation) const;
  /// Whether one value satisfies it; a NOT before the operator is part of the question.
  Truth holds(const FoundValue& value) const;

 private:
  struct Ready;
  explicit Comparator(std::unique_ptr<const Ready> ready);
  std::unique_ptr<const Ready> ready_;
};

}  // namespace bridle
