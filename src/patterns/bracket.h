#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "patterns/compare.h"

namespace bridle {

/// Most alternatives that a bracket is multiplied out to when it joins object types by AND.
constexpr std::size_t bracket_term_limit = 1'000;

/// What a comparison of a pattern says of an object, by the comparison's index.
using ComparisonTest = std::function<Truth(std::size_t comparison, const ObservedObject& object)>;

/// What stands in one pair of square brackets, made ready.
///
/// Comparisons of one object type must hold of the same object (STIX 2.1 section 9.5). Comparisons of several
/// object types that are joined by AND hold when each type has its object in the same observation; the
/// standard leaves that open.
class BracketTest {
 public:
  /// Faults: limit (more alternatives than bracket_term_limit).
  static Result<BracketTest> make(const PatternTest& test, std::span<const PatternComparison> comparisons);

  struct Answer {
    Truth truth = Truth::no;
    std::vector<std::size_t> objects;  ///< of the observation: those that satisfied the bracket
  };
  /// Whether an observation satisfies the bracket. `incomparable` when it does not and some comparison of it
  /// was.
  Answer holds(const Observation& observation, const ComparisonTest& test) const;

 private:
  /// What one object of a type must satisfy.
  struct Demand {
    std::string type;
    std::vector<PatternTest> tests;
  };
  using Term = std::vector<Demand>;  // each needs its object
  friend class BracketCompiler;
  std::vector<Term> terms_;  // one is enough
};

}  // namespace bridle
