#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "patterns/observation.h"
#include "patterns/pattern.h"

namespace bridle {

/// An observation as the timeline sees it.
struct Sighting {
  std::optional<Interval> when;
  std::uint64_t times = 1;
};

/// Bounds of one search. What exceeds them is given up with a limit, never guessed.
struct SequenceLimits {
  std::uint64_t steps = 2'000'000;  ///< sightings tried for a place in a binding
  std::uint64_t units = 256;        ///< observations that one binding needs, outside plain REPEATS
  std::size_t bindings = 100;       ///< disjoint bindings that are looked for
};

/// Sightings that satisfy a pattern together: indices, sorted, each once.
using Binding = std::vector<std::uint32_t>;

struct Sequences {
  std::vector<Binding> bindings;  ///< empty: the pattern is not satisfied
  bool more = false;              ///< there may be further bindings: a bound was reached after the first
  std::uint64_t undated = 0;      ///< sightings left out because the pattern asks when, and nothing says
};

/// The part of a pattern outside its brackets, made ready: AND, OR and FOLLOWEDBY between observations,
/// WITHIN, REPEATS, START STOP.
///
/// Every observation counts for one place only (Sighting::times many). FOLLOWEDBY: the first moment of
/// everything on the left is no later than the last moment of everything on the right. WITHIN: moments can be
/// chosen, one from each observation, that lie no further apart. START STOP: the observation is seen at a
/// moment in [start, stop). Source: STIX 2.1 section 9.3 and 9.4.
class SequenceTest {
 public:
  explicit SequenceTest(const PatternExpression& expression);
  ~SequenceTest();
  SequenceTest(SequenceTest&&) noexcept;
  SequenceTest& operator=(SequenceTest&&) noexcept;

  /// Whether a single sighting satisfies the pattern by itself, so that every hit is a binding.
  bool is_single() const;
  /// `hits[b]`: the sightings that satisfy bracket b, ascending. The earliest bindings first.
  /// Faults: limit (a bound was reached before it was decided).
  Result<Sequences> find(std::span<const Sighting> sightings,
                         std::span<const std::vector<std::uint32_t>> hits,
                         const SequenceLimits& limits = {}) const;

 private:
  struct Plan;
  std::unique_ptr<const Plan> plan_;
};

}  // namespace bridle
