#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace bridle {

/// How an atom compares.
enum class PatternOperator : std::uint8_t { equal, like, subset };

/// One comparison that is enough by itself: alternatives joined by OR, or by IN, are one atom each.
struct PatternAtom {
  std::string object;  ///< object type, lower-case: "domain-name"
  std::string path;    ///< property steps joined by ".", quotes removed: "hashes.SHA-256"
  PatternOperator op = PatternOperator::equal;
  std::string value;  ///< escapes decoded
};

/// A well-formed pattern, as far as it can be evaluated value by value.
struct ParsedPattern {
  std::vector<PatternAtom> atoms;
  /// What stands in the pattern beyond `atoms`, one reason each, in order. A branch with AND, NOT, FOLLOWEDBY
  /// or a qualifier gives a reason and no atom: it is never matched by half.
  std::vector<std::string> not_evaluated;
};

/// Longest pattern that is read, in bytes, and most atoms that one may expand to.
constexpr std::size_t pattern_byte_limit = 1U << 20;
constexpr std::size_t pattern_atom_limit = 10'000;

/// Parses a STIX pattern of version 2.0 or 2.1.
/// Faults: malformed ("expected … at byte 17"); limit (too long, too many alternatives or nested too deep).
/// Source: STIXPattern.g4 of oasis-open/cti-pattern-*; unquoted hyphens after the first path step
/// ("hashes.SHA-256") and double quotes are accepted as published sets have them.
Result<ParsedPattern> parse_stix_pattern(std::string_view pattern);

}  // namespace bridle
