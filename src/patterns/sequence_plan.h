#pragma once

#include "patterns/sequence.h"

namespace bridle {

/// A moment range that an observation must be seen in: [start, stop).
struct SequenceSpan {
  PatternMoment start, stop;
};

/// Sightings of one bracket, those seen in every span.
struct SequenceSource {
  std::size_t bracket;
  std::vector<SequenceSpan> spans;
};

/// An observation expression after simplification. `leaf` needs `need` sightings of any of its sources: START
/// STOP has sunk into the sources, OR of single observations and REPEATS of one are part of the leaf.
struct SequenceNode {
  enum class Kind : std::uint8_t { leaf, all, any, followed_by, within, repeats };
  Kind kind = Kind::leaf;
  std::vector<SequenceSource> sources;
  std::uint64_t need = 1;  ///< of leaf; of repeats: how often
  bool dated = false;      ///< leaf: only sightings with a time can stand here
  PatternDuration length;  ///< of within
  std::vector<SequenceNode> operands;
  std::size_t leaf = 0;  ///< of leaf: its number among all leaves
};

/// Builds the simplified form. Gives the number of leaves through `leaves`.
SequenceNode simplified(const PatternExpression& expression, std::size_t& leaves);
/// How many sightings a binding needs at most; saturates.
std::uint64_t units_of(const SequenceNode& node);

}  // namespace bridle
