#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "patterns/pattern.h"

namespace bridle {

/// How an atom compares.
enum class PatternOperator : std::uint8_t { equal, like, subset };

/// One comparison that is enough by itself: alternatives joined by OR, or by IN, are one atom each.
struct PatternAtom {
  std::string object;  ///< object type, lower-case: "domain-name"
  std::string path;    ///< property steps joined by ".", quotes removed: "hashes.SHA-256"
  PatternOperator op = PatternOperator::equal;
  std::string value;               ///< escapes decoded
  std::vector<PatternStep> steps;  ///< what `path` spells
};

/// A well-formed pattern, cut at its outermost ORs.
struct SplitPattern {
  std::vector<PatternAtom> atoms;  ///< alternatives that are one value each: looked up by the matcher
  /// The other alternatives, one each, in order: AND, NOT, FOLLOWEDBY, qualifiers, orders, constants that are
  /// no text. They are evaluated as a whole or not at all.
  std::vector<Pattern> conditions;
};

/// Parses and splits. Faults: those of parse_pattern.
Result<SplitPattern> split_stix_pattern(std::string_view pattern);
/// An atom as a condition, for values that cannot be looked up.
Pattern condition_of_atom(const PatternAtom& atom);

}  // namespace bridle
