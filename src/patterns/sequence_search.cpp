#include "patterns/sequence_search.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace bridle {
namespace {

using Node = SequenceNode;
using Kind = Node::Kind;

constexpr PatternMoment earliest_of_all{std::numeric_limits<std::int64_t>::min() / 2, 0};

}  // namespace

bool SequenceSearch::step(std::uint64_t cost) {
  if (steps_ < cost) {
    gave_up_ = true;
    return false;
  }
  steps_ -= cost;
  return true;
}

std::optional<PatternMoment> SequenceSearch::earliest_leaf(const Node& leaf, PatternMoment after) {
  std::uint64_t missing = leaf.need;
  for (std::uint32_t candidate : board_.leaves[leaf.leaf].candidates) {
    if (!step()) return std::nullopt;
    if (leaf.dated && board_.when(candidate).last < after) continue;
    std::uint64_t left = board_.left[candidate];
    if (left < missing) {
      missing -= left;
      continue;
    }
    return leaf.dated ? std::max(after, board_.when(candidate).first) : after;
  }
  return std::nullopt;
}

/// The earliest moment at which everything of a node can have begun, when sightings could be used twice and
/// windows did not count. Nothing: not even then is there a binding.
std::optional<PatternMoment> SequenceSearch::earliest(const Node& node, PatternMoment after) {
  if (node.kind == Kind::leaf) return earliest_leaf(node, after);
  std::optional<PatternMoment> out;
  if (node.kind != Kind::any) out = after;
  for (const Node& operand : node.operands) {
    auto one = earliest(operand, node.kind == Kind::followed_by ? *out : after);
    if (node.kind == Kind::any) {
      if (one && (!out || *one < *out)) out = one;
    } else if (!one) {
      return std::nullopt;
    } else {
      out = std::max(*out, *one);
    }
  }
  return out;
}

std::optional<std::vector<std::uint32_t>> SequenceSearch::find(const Node& root) {
  gave_up_ = false;
  if (!earliest(root, earliest_of_all)) return std::nullopt;
  std::vector<std::uint32_t> found;
  auto done = [&] {
    found = chosen_;
    return true;
  };
  if (!solve(root, done)) return std::nullopt;
  return found;
}

bool SequenceSearch::solve(const Node& node, const Next& next) {
  switch (node.kind) {
    case Kind::leaf:
      return take(node, first_candidate(node), node.need, next);
    case Kind::all:
      return in_turn(node, 0, next);
    case Kind::any:
      return std::ranges::any_of(node.operands,
                                 [&](const Node& operand) { return !gave_up_ && solve(operand, next); });
    case Kind::followed_by:
      return followed(node, 0, chosen_.size(), after_, next);
    case Kind::within:
      return within(node, next);
    case Kind::repeats:
      return repeat(node, 0, next);
  }
  return false;
}

bool SequenceSearch::in_turn(const Node& node, std::size_t operand, const Next& next) {
  if (operand == node.operands.size()) return next();
  return solve(node.operands[operand], [&] { return in_turn(node, operand + 1, next); });
}

bool SequenceSearch::repeat(const Node& node, std::uint64_t done, const Next& next) {
  if (done == node.need) return next();
  return solve(node.operands[0], [&] { return repeat(node, done + 1, next); });
}

bool SequenceSearch::followed(const Node& node, std::size_t operand, std::size_t begin,
                              std::optional<PatternMoment> outer, const Next& next) {
  auto with_after = [&](std::optional<PatternMoment> value, auto&& go) {
    auto saved = std::exchange(after_, value);
    bool done = go();
    after_ = saved;
    return done;
  };
  if (operand == node.operands.size()) return with_after(outer, next);
  return solve(node.operands[operand], [&] {
    if (!step(chosen_.size() - begin)) return false;
    std::optional<PatternMoment> after = outer;
    for (std::size_t i = begin; i < chosen_.size(); ++i)
      after = std::max(after, std::optional(board_.when(chosen_[i]).first));
    return with_after(after, [&] { return followed(node, operand + 1, begin, outer, next); });
  });
}

bool SequenceSearch::within(const Node& node, const Next& next) {
  windows_.push_back({node.length, {}});
  bool done = solve(node.operands[0], [&] {
    Window closed = windows_.back();
    windows_.pop_back();
    bool rest = next();
    windows_.push_back(closed);
    return rest;
  });
  windows_.pop_back();
  return done;
}

bool SequenceSearch::fits(const Interval& when) const {
  if (after_ && when.last < *after_) return false;
  return std::ranges::all_of(windows_, [&](const Window& window) {
    if (!window.held) return true;
    return std::max(window.held->first, when.first) <=
           later(std::min(window.held->last, when.last), window.length);
  });
}

bool SequenceSearch::too_late(const Interval& when) const {
  return std::ranges::any_of(windows_, [&](const Window& window) {
    return window.held && when.first > later(window.held->last, window.length);
  });
}

/// Candidates are sorted by their beginning, so those that begin too early for an open window are skipped at
/// once, when all of a leaf are single moments; longer ones may reach into it.
std::size_t SequenceSearch::first_candidate(const Node& leaf) const {
  const SequenceLeaf& own = board_.leaves[leaf.leaf];
  std::optional<PatternMoment> bound = after_;
  for (const Window& window : windows_)
    if (window.held) bound = std::max(bound, std::optional(earlier(window.held->first, window.length)));
  if (!bound || !leaf.dated) return 0;
  auto reach = earlier(*bound, own.longest);
  auto at = std::ranges::lower_bound(own.candidates, reach, {},
                                     [&](std::uint32_t candidate) { return board_.when(candidate).first; });
  return static_cast<std::size_t>(at - own.candidates.begin());
}

bool SequenceSearch::take(const Node& leaf, std::size_t from, std::uint64_t missing, const Next& next) {
  if (missing == 0) return next();
  const auto& candidates = board_.leaves[leaf.leaf].candidates;
  for (std::size_t i = from; i < candidates.size(); ++i) {
    std::uint32_t candidate = candidates[i];
    if (!step()) return false;
    if (leaf.dated && too_late(board_.when(candidate))) return false;
    if (leaf.dated && !fits(board_.when(candidate))) continue;
    std::uint64_t& left = board_.left[candidate];
    auto saved = windows_;
    for (Window& window : windows_) {
      const Interval& when = board_.when(candidate);
      window.held = window.held ? Interval{std::max(window.held->first, when.first),
                                           std::min(window.held->last, when.last)}
                                : when;
    }
    for (std::uint64_t amount = std::min(left, missing); amount > 0; --amount) {
      left -= amount;
      chosen_.push_back(candidate);
      bool done = take(leaf, i + 1, missing - amount, next);
      chosen_.pop_back();
      left += amount;
      if (done) return true;
      if (gave_up_) return false;
    }
    windows_ = std::move(saved);
  }
  return false;
}

Binding repeated_binding(const SequenceBoard& board, const Node& leaf,
                         const std::optional<PatternDuration>& length) {
  const auto& candidates = board.leaves[leaf.leaf].candidates;
  Binding out;
  auto collect = [&](auto belongs) {
    std::uint64_t held = 0;
    for (std::uint32_t candidate : candidates) {
      if (held >= leaf.need) break;
      if (board.left[candidate] == 0 || !belongs(candidate)) continue;
      held += board.left[candidate];
      out.push_back(candidate);
    }
    if (held < leaf.need) out.clear();
  };
  if (!length) {
    collect([](std::uint32_t) { return true; });
    return out;
  }
  // For each last moment e: everything that begins by e + length and does not end before e can be seen within
  // `length` of e. What ends before e began before it too, so two pointers count it.
  std::vector<std::uint32_t> by_end = candidates;
  std::ranges::sort(by_end, {}, [&](std::uint32_t c) { return std::pair(board.when(c).last, c); });
  std::uint64_t held = 0;
  std::size_t begun = 0, ended = 0;
  for (std::uint32_t last : by_end) {
    PatternMoment end = board.when(last).last, limit = later(end, *length);
    for (; begun < candidates.size() && board.when(candidates[begun]).first <= limit; ++begun)
      held += board.left[candidates[begun]];
    for (; board.when(by_end[ended]).last < end; ++ended) held -= board.left[by_end[ended]];
    if (held < leaf.need) continue;
    collect([&](std::uint32_t c) { return board.when(c).first <= limit && board.when(c).last >= end; });
    break;
  }
  return out;
}

}  // namespace bridle
