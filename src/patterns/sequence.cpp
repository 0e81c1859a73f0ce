#include "patterns/sequence.h"

#include <algorithm>

#include "patterns/sequence_search.h"

namespace bridle {
namespace {

using Node = SequenceNode;

/// Most times that one sighting counts for: sums of them stay within 64 bits.
constexpr std::uint64_t times_limit = 1ULL << 32U;

bool seen_in(const Interval& when, const SequenceSpan& span) {
  return when.last >= span.start && when.first < span.stop && span.start < span.stop;
}

PatternDuration length_of(const Interval& when) {
  return when.last < when.first ? PatternDuration{} : earlier(when.last, when.first);
}

/// Fills the board's leaves, and marks what is left out for want of a time.
class BoardBuilder {
 public:
  BoardBuilder(SequenceBoard& board, std::span<const std::vector<std::uint32_t>> hits)
      : board_(board), hits_(hits), undated_(board.sightings.size()) {}

  void fill(const Node& node) {
    for (const Node& operand : node.operands) fill(operand);
    if (node.kind != Node::Kind::leaf) return;
    if (board_.leaves.size() <= node.leaf) board_.leaves.resize(node.leaf + 1);
    SequenceLeaf& leaf = board_.leaves[node.leaf];
    for (const SequenceSource& source : node.sources) add(leaf, source, node.dated);
    auto& all = leaf.candidates;
    std::ranges::sort(all);
    all.erase(std::ranges::unique(all).begin(), all.end());
    std::ranges::sort(all, [&](std::uint32_t a, std::uint32_t b) { return before(a, b); });
  }
  std::uint64_t undated() const { return static_cast<std::uint64_t>(std::ranges::count(undated_, true)); }

 private:
  void add(SequenceLeaf& leaf, const SequenceSource& source, bool dated) {
    for (std::uint32_t hit : hits_[source.bracket]) {
      const auto& when = board_.sightings[hit].when;
      if (!when && (dated || !source.spans.empty())) {
        undated_[hit] = true;
        continue;
      }
      if (!std::ranges::all_of(source.spans, [&](const auto& span) { return seen_in(*when, span); }))
        continue;
      leaf.candidates.push_back(hit);
      if (when) leaf.longest = std::max(leaf.longest, length_of(*when));
    }
  }
  bool before(std::uint32_t a, std::uint32_t b) const {
    const auto &left = board_.sightings[a].when, &right = board_.sightings[b].when;
    if (left.has_value() != right.has_value()) return left.has_value();
    if (left && left->first != right->first) return left->first < right->first;
    return a < b;
  }

  SequenceBoard& board_;
  std::span<const std::vector<std::uint32_t>> hits_;
  std::vector<bool> undated_;
};

/// Takes a binding's sightings off the board, as many times as it holds them.
Binding bound(SequenceBoard& board, const Node& root, std::vector<std::uint32_t> chosen) {
  if (root.kind == Node::Kind::leaf || root.kind == Node::Kind::within) {
    // The parts of one leaf: as much of each as is needed, in order.
    const Node& leaf = root.kind == Node::Kind::leaf ? root : root.operands[0];
    if (leaf.kind == Node::Kind::leaf) {
      std::uint64_t missing = leaf.need;
      for (std::uint32_t c : chosen) {
        std::uint64_t amount = std::min(missing, board.left[c]);
        board.left[c] -= amount;
        missing -= amount;
      }
      std::ranges::sort(chosen);
      return chosen;
    }
  }
  // Whole sightings are bound: a later binding shall bring records that no earlier one has.
  std::ranges::sort(chosen);
  chosen.erase(std::ranges::unique(chosen).begin(), chosen.end());
  for (std::uint32_t c : chosen) board.left[c] = 0;
  return chosen;
}

}  // namespace

struct SequenceTest::Plan {
  SequenceNode root;
  std::size_t leaves = 0;
};

SequenceTest::SequenceTest(const PatternExpression& expression) {
  auto plan = std::make_unique<Plan>();
  plan->root = simplified(expression, plan->leaves);
  plan_ = std::move(plan);
}
SequenceTest::~SequenceTest() = default;
SequenceTest::SequenceTest(SequenceTest&&) noexcept = default;
SequenceTest& SequenceTest::operator=(SequenceTest&&) noexcept = default;

bool SequenceTest::is_single() const {
  return plan_->root.kind == Node::Kind::leaf && plan_->root.need == 1;
}

Result<Sequences> SequenceTest::find(std::span<const Sighting> sightings,
                                     std::span<const std::vector<std::uint32_t>> hits,
                                     const SequenceLimits& limits) const {
  const Node& root = plan_->root;
  SequenceBoard board{.sightings = sightings};
  BoardBuilder builder(board, hits);
  builder.fill(root);
  Sequences out;
  out.undated = builder.undated();
  if (is_single()) {
    for (std::uint32_t hit : board.leaves.at(root.leaf).candidates) out.bindings.push_back({hit});
    return out;
  }
  for (const Sighting& sighting : sightings) board.left.push_back(std::min(sighting.times, times_limit));
  bool in_window = root.kind == Node::Kind::within && root.operands[0].kind == Node::Kind::leaf;
  bool plain = root.kind == Node::Kind::leaf || in_window;
  if (!plain && units_of(root) > limits.units)
    return fail(Fault::limit, "pattern needs more than " + std::to_string(limits.units) +
                                  " observations together: not searched");
  SequenceSearch search(board, limits.steps);
  while (out.bindings.size() < limits.bindings) {
    std::vector<std::uint32_t> chosen;
    if (plain) {
      chosen = repeated_binding(board, in_window ? root.operands[0] : root,
                                in_window ? std::optional(root.length) : std::nullopt);
    } else if (auto found = search.find(root)) {
      chosen = std::move(*found);
    }
    if (search.gave_up() && out.bindings.empty())
      return fail(Fault::limit,
                  "pattern needs more than " + std::to_string(limits.steps) + " steps on this case");
    if (chosen.empty()) {
      out.more = search.gave_up();
      return out;
    }
    out.bindings.push_back(bound(board, root, std::move(chosen)));
  }
  out.more = true;
  return out;
}

}  // namespace bridle
