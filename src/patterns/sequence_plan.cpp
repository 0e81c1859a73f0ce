#include "patterns/sequence_plan.h"

#include <algorithm>
#include <iterator>
#include <limits>

namespace bridle {
namespace {

using Node = SequenceNode;
using Kind = Node::Kind;
constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();

std::uint64_t product(std::uint64_t a, std::uint64_t b) {
  return a > most / b ? most : a * b;
}

bool is_single(const Node& node) {
  return node.kind == Kind::leaf && node.need == 1;
}

Node within(Node node, PatternDuration length) {
  if (is_single(node)) return node;  // one observation is never apart from itself
  if (node.kind == Kind::any) {
    for (Node& operand : node.operands) operand = within(std::move(operand), length);
    return node;
  }
  if (node.kind == Kind::within) {
    node.length = std::min(node.length, length);
    return node;
  }
  Node out{.kind = Kind::within, .length = length};
  out.operands.push_back(std::move(node));
  return out;
}

/// Only leaves and AND of them: n times the whole is n times each part.
bool is_flat(const Node& node) {
  return node.kind == Kind::leaf || (node.kind == Kind::all && std::ranges::all_of(node.operands, is_flat));
}

Node repeated(Node node, std::uint64_t times) {
  if (times == 1) return node;
  if (node.kind == Kind::leaf) {
    node.need = product(node.need, times);
    return node;
  }
  if (is_flat(node)) {
    for (Node& operand : node.operands) operand = repeated(std::move(operand), times);
    return node;
  }
  if (node.kind == Kind::repeats) {
    node.need = product(node.need, times);
    return node;
  }
  Node out{.kind = Kind::repeats, .need = times};
  out.operands.push_back(std::move(node));
  return out;
}

Node joined(Kind kind, std::vector<Node> operands) {
  if (kind == Kind::any && std::ranges::all_of(operands, is_single)) {
    Node out = std::move(operands.front());
    for (std::size_t i = 1; i < operands.size(); ++i)
      std::ranges::move(operands[i].sources, std::back_inserter(out.sources));
    return out;
  }
  return {.kind = kind, .operands = std::move(operands)};
}

Node build(const PatternExpression& expression, std::vector<SequenceSpan> spans) {
  for (const PatternQualifier& qualifier : expression.qualifiers)
    if (qualifier.kind == PatternQualifier::Kind::start_stop)
      spans.push_back({qualifier.start, qualifier.stop});
  Node node;
  if (expression.kind == PatternExpression::Kind::bracket) {
    node.sources.push_back({expression.bracket, spans});
  } else {
    std::vector<Node> operands;
    for (const PatternExpression& operand : expression.operands) operands.push_back(build(operand, spans));
    using From = PatternExpression::Kind;
    node = joined(expression.kind == From::all   ? Kind::all
                  : expression.kind == From::any ? Kind::any
                                                 : Kind::followed_by,
                  std::move(operands));
  }
  for (const PatternQualifier& qualifier : expression.qualifiers) {
    if (qualifier.kind == PatternQualifier::Kind::within)
      node = within(std::move(node), qualifier.within);
    else if (qualifier.kind == PatternQualifier::Kind::repeats)
      node = repeated(std::move(node), qualifier.repeats);
  }
  return node;
}

void number(Node& node, bool dated, std::size_t& leaves) {
  if (node.kind == Kind::leaf) {
    node.leaf = leaves++;
    node.dated = dated;
    return;
  }
  dated = dated || node.kind == Kind::followed_by || node.kind == Kind::within;
  for (Node& operand : node.operands) number(operand, dated, leaves);
}

}  // namespace

SequenceNode simplified(const PatternExpression& expression, std::size_t& leaves) {
  Node node = build(expression, {});
  number(node, false, leaves);
  return node;
}

std::uint64_t units_of(const SequenceNode& node) {
  if (node.kind == Kind::leaf) return node.need;
  std::uint64_t out = 0;
  for (const Node& operand : node.operands) {
    std::uint64_t one = units_of(operand);
    if (node.kind == Kind::any)
      out = std::max(out, one);
    else
      out = out > most - one ? most : out + one;
  }
  return node.kind == Kind::repeats ? product(out, node.need) : out;
}

}  // namespace bridle
