#pragma once

#include "patterns/bracket.h"
#include "patterns/sequence.h"

namespace bridle {

/// A pattern made ready for evaluation: its comparisons, its brackets, and how these lie in time. Immutable.
class PatternProgram {
 public:
  /// Faults: those of Comparator::make and BracketTest::make.
  static Result<PatternProgram> make(Pattern pattern);

  const Pattern& pattern() const { return pattern_; }
  const Comparator& comparator(std::size_t comparison) const { return comparators_[comparison]; }
  std::span<const BracketTest> brackets() const { return brackets_; }
  const SequenceTest& sequence() const { return sequence_; }

 private:
  PatternProgram(Pattern pattern, SequenceTest sequence)
      : pattern_(std::move(pattern)), sequence_(std::move(sequence)) {}
  Pattern pattern_;
  std::vector<Comparator> comparators_;
  std::vector<BracketTest> brackets_;
  SequenceTest sequence_;
};

/// What a pattern says of a list of observations.
struct PatternAnswer {
  Sequences sequences;
  /// Observations in which a text that is no moment was compared with one, and that satisfied no bracket.
  std::uint64_t incomparable = 0;
  bool satisfied() const { return !sequences.bindings.empty(); }
};

/// Evaluates a pattern over observations, as STIX 2.1 section 9 says. Work grows with observations × objects
/// × comparisons for the brackets, and is bounded by SequenceLimits beyond. Faults: limit (it was given up:
/// neither satisfied nor not).
Result<PatternAnswer> evaluate(const PatternProgram& program, std::span<const Observation> observations,
                               const SequenceLimits& limits = {});

}  // namespace bridle
