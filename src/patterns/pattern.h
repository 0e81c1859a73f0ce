#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "patterns/moment.h"

namespace bridle {

/// Bytes of a constant h'…' or b'…', decoded.
struct PatternBinary {
  std::string bytes;
};

/// A constant of a pattern: whole number, real number, text, true or false, bytes, or a moment.
using PatternConstant = std::variant<std::int64_t, double, std::string, bool, PatternBinary, PatternMoment>;

/// How a property is compared.
enum class PatternComparator : std::uint8_t {
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  in,
  like,
  matches,
  subset,
  superset,
  exists,
};
constexpr std::string_view name(PatternComparator comparator) {
  constexpr std::string_view names[] = {
      "=", "!=", "<", "<=", ">", ">=", "IN", "LIKE", "MATCHES", "ISSUBSET", "ISSUPERSET", "EXISTS"};
  return names[static_cast<std::size_t>(comparator)];
}

/// One step of an object path.
struct PatternStep {
  enum class Kind : std::uint8_t { property, index, any };
  Kind kind = Kind::property;
  std::string name;         ///< of a property
  std::uint64_t index = 0;  ///< of a list member, from 0
};

/// "file:hashes.'SHA-256'": an object type and the way to a property.
struct PatternPath {
  std::string object;  ///< lower-case
  std::vector<PatternStep> steps;
  /// Steps joined by ".", quotes removed, indices as "[n]" and "[*]": "hashes.SHA-256".
  std::string text() const;
};

/// One comparison of one property.
struct PatternComparison {
  PatternPath path;
  PatternComparator comparator = PatternComparator::equal;
  bool negated = false;                    ///< NOT stood before the operator
  std::vector<PatternConstant> constants;  ///< one; any number for IN; none for EXISTS
  std::size_t from = 0, to = 0;            ///< where it stands in the pattern, in bytes
};

/// What stands inside square brackets: comparisons joined by AND (`all`) and OR (`any`).
struct PatternTest {
  enum class Kind : std::uint8_t { comparison, all, any };
  Kind kind = Kind::comparison;
  std::size_t comparison = 0;         ///< index into Pattern::comparisons
  std::vector<PatternTest> operands;  ///< of all and any: two or more
};

/// A condition on the observations that an expression binds.
struct PatternQualifier {
  enum class Kind : std::uint8_t { within, repeats, start_stop };
  Kind kind = Kind::within;
  PatternDuration within;     ///< above 0
  std::uint64_t repeats = 0;  ///< above 0
  PatternMoment start, stop;  ///< start ≤ observation < stop
};

/// An observation expression: a bracket, or expressions joined by AND, OR, FOLLOWEDBY; then its qualifiers,
/// which hold from the first to the last.
struct PatternExpression {
  enum class Kind : std::uint8_t { bracket, all, any, followed_by };
  Kind kind = Kind::bracket;
  std::size_t bracket = 0;                  ///< index into Pattern::brackets
  std::vector<PatternExpression> operands;  ///< of the others: two or more, in the pattern's order
  std::vector<PatternQualifier> qualifiers;
};

/// A parsed STIX pattern.
struct Pattern {
  std::vector<PatternComparison> comparisons;
  std::vector<PatternTest> brackets;
  PatternExpression expression;
};

/// Longest pattern that is read, in bytes, and most constants (members of IN counted) that one may hold.
constexpr std::size_t pattern_byte_limit = 1U << 20;
constexpr std::size_t pattern_constant_limit = 10'000;

/// Parses a STIX pattern of version 2.0 or 2.1; the two are told apart by nothing but their forms, which do
/// not collide (START takes t'…' in 2.1 and '…' in 2.0).
/// Faults: malformed ("expected … at byte 17"); limit (too long, too many constants, nested too deep).
/// Source: STIX 2.1 section 9, STIX 2.0 part 5, STIXPattern.g4 of oasis-open/cti-pattern-*; unquoted hyphens
/// after the first path step ("hashes.SHA-256") and double quotes are accepted as published sets have them.
Result<Pattern> parse_pattern(std::string_view pattern);

}  // namespace bridle
