#pragma once

#include <functional>
#include <optional>

#include "patterns/sequence_plan.h"

namespace bridle {

/// The sightings that may stand in a leaf, by first moment, then index; undated ones last.
struct SequenceLeaf {
  std::vector<std::uint32_t> candidates;
  PatternDuration longest;  ///< of the candidates' intervals
};

/// What all searches over one set of sightings share.
struct SequenceBoard {
  std::span<const Sighting> sightings;
  std::vector<SequenceLeaf> leaves;
  std::vector<std::uint64_t> left;  ///< how many of each sighting are not bound yet

  const Interval& when(std::uint32_t sighting) const { return *sightings[sighting].when; }
};

/// The earliest `need` sightings of a leaf, no further apart than `length` when there is one. Linear in the
/// leaf's candidates, so that plain REPEATS … WITHIN needs no search. Empty: there are none.
Binding repeated_binding(const SequenceBoard& board, const SequenceNode& leaf,
                         const std::optional<PatternDuration>& length);

/// Looks for one binding by trying sightings in order of time and stepping back. The bound on steps makes it
/// end; what it says before that is exact.
class SequenceSearch {
 public:
  SequenceSearch(SequenceBoard& board, std::uint64_t steps) : board_(board), steps_(steps) {}
  /// The binding's sightings, with doubles, or nothing. Board::left is as before.
  std::optional<std::vector<std::uint32_t>> find(const SequenceNode& root);
  /// Whether the last answer was given up rather than found.
  bool gave_up() const { return gave_up_; }

 private:
  using Next = std::function<bool()>;
  struct Window {
    PatternDuration length;
    std::optional<Interval> held;  // latest first and earliest last moment of what it holds
  };

  std::optional<PatternMoment> earliest(const SequenceNode& node, PatternMoment after);
  std::optional<PatternMoment> earliest_leaf(const SequenceNode& leaf, PatternMoment after);
  bool step(std::uint64_t cost = 1);
  bool solve(const SequenceNode& node, const Next& next);
  bool in_turn(const SequenceNode& node, std::size_t operand, const Next& next);
  bool followed(const SequenceNode& node, std::size_t operand, std::size_t begin,
                std::optional<PatternMoment> outer, const Next& next);
  bool repeat(const SequenceNode& node, std::uint64_t done, const Next& next);
  bool within(const SequenceNode& node, const Next& next);
  bool take(const SequenceNode& leaf, std::size_t from, std::uint64_t missing, const Next& next);
  bool fits(const Interval& when) const;
  /// Whether every candidate that begins then or later begins too late for an open window.
  bool too_late(const Interval& when) const;
  std::size_t first_candidate(const SequenceNode& leaf) const;

  SequenceBoard& board_;
  std::uint64_t steps_;
  bool gave_up_ = false;
  std::vector<std::uint32_t> chosen_;
  std::vector<Window> windows_;
  std::optional<PatternMoment> after_;  // nothing chosen now may end before it
};

}  // namespace bridle
