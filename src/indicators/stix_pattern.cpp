#include "indicators/stix_pattern.h"

#include <algorithm>
#include <optional>

#include "base/text.h"

namespace bridle {
namespace {

using Comparator = PatternComparator;

/// How an atom of that comparator compares; nothing: it is a condition.
std::optional<PatternOperator> operator_of(const PatternComparison& comparison) {
  if (comparison.negated) return std::nullopt;
  switch (comparison.comparator) {
    case Comparator::equal:
    case Comparator::in:
      return PatternOperator::equal;
    case Comparator::like:
      return PatternOperator::like;
    case Comparator::subset:
      return PatternOperator::subset;
    default:
      return std::nullopt;
  }
}

/// Copies parts of a pattern into a smaller one, with the comparisons that they need and no others.
class Extract {
 public:
  explicit Extract(const Pattern& from) : from_(from) {}
  Pattern bracket(const PatternTest& test) {
    out_.brackets.push_back(copy(test));
    return std::move(out_);
  }
  Pattern whole(const PatternExpression& expression) {
    out_.expression = copy(expression);
    return std::move(out_);
  }

 private:
  PatternTest copy(const PatternTest& test) {
    PatternTest out{.kind = test.kind};
    if (test.kind == PatternTest::Kind::comparison) {
      out.comparison = out_.comparisons.size();
      out_.comparisons.push_back(from_.comparisons[test.comparison]);
    }
    for (const PatternTest& operand : test.operands) out.operands.push_back(copy(operand));
    return out;
  }
  PatternExpression copy(const PatternExpression& expression) {
    PatternExpression out{.kind = expression.kind, .qualifiers = expression.qualifiers};
    if (expression.kind == PatternExpression::Kind::bracket) {
      out.bracket = out_.brackets.size();
      out_.brackets.push_back(copy(from_.brackets[expression.bracket]));
    }
    for (const PatternExpression& operand : expression.operands) out.operands.push_back(copy(operand));
    return out;
  }

  const Pattern& from_;
  Pattern out_;
};

class Splitter {
 public:
  explicit Splitter(const Pattern& pattern) : pattern_(pattern) {}

  SplitPattern split() {
    expression(pattern_.expression);
    return std::move(out_);
  }

 private:
  void expression(const PatternExpression& each) {
    if (!each.qualifiers.empty() || each.kind == PatternExpression::Kind::all ||
        each.kind == PatternExpression::Kind::followed_by)
      out_.conditions.push_back(Extract(pattern_).whole(each));
    else if (each.kind == PatternExpression::Kind::bracket)
      test(pattern_.brackets[each.bracket]);
    else
      for (const PatternExpression& operand : each.operands) expression(operand);
  }

  void test(const PatternTest& each) {
    if (each.kind == PatternTest::Kind::any) {
      for (const PatternTest& operand : each.operands) test(operand);
      return;
    }
    if (each.kind == PatternTest::Kind::all || !take_atoms(pattern_.comparisons[each.comparison]))
      out_.conditions.push_back(Extract(pattern_).bracket(each));
  }

  bool take_atoms(const PatternComparison& comparison) {
    auto op = operator_of(comparison);
    auto is_text = [](const PatternConstant& c) { return std::holds_alternative<std::string>(c); };
    if (!op || comparison.constants.empty() || !std::ranges::all_of(comparison.constants, is_text))
      return false;
    const PatternPath& path = comparison.path;
    for (const PatternConstant& constant : comparison.constants)
      out_.atoms.push_back({path.object, path.text(), *op, std::get<std::string>(constant), path.steps});
    return true;
  }

  const Pattern& pattern_;
  SplitPattern out_;
};

/// Nearly every published pattern is one comparison, plainly written: "[domain-name:value='example.org']". A
/// million of these need no tree. Nothing for every other pattern, which the grammar then decides.
class PlainPattern {
 public:
  explicit PlainPattern(std::string_view pattern) : rest_(pattern) {}

  std::optional<PatternAtom> atom() {
    PatternAtom out;
    if (rest_.size() > pattern_byte_limit || !take('[')) return std::nullopt;
    out.object = to_lower_ascii(word());
    if (out.object.empty() || out.object == "not" || out.object == "exists" || !take(':'))
      return std::nullopt;
    do {
      auto step = rest_.starts_with('\'') ? quoted() : std::optional(word());
      bool first = out.steps.empty();
      if (!step || step->empty() || (first && step->find('-') != step->npos) || out.steps.size() >= 8)
        return std::nullopt;
      out.path += first ? "" : ".";
      out.path += *step;
      out.steps.push_back({.name = std::string(*step)});
    } while (take('.'));
    while (take(' ')) {
    }
    if (!take('=')) return std::nullopt;
    while (take(' ')) {
    }
    auto value = quoted();
    if (!value || rest_ != "]") return std::nullopt;
    out.value = *value;
    return out;
  }

 private:
  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  std::string_view word() {
    std::size_t end = 0;
    while (end < rest_.size() && (is_alpha(rest_[end]) || rest_[end] == '_' ||
                                  (end > 0 && (is_digit(rest_[end]) || rest_[end] == '-'))))
      ++end;
    auto out = rest_.substr(0, end);
    rest_.remove_prefix(end);
    return out;
  }
  /// Without escapes.
  std::optional<std::string_view> quoted() {
    if (!take('\'')) return std::nullopt;
    auto end = rest_.find_first_of("'\\");
    if (end == rest_.npos || rest_[end] != '\'') return std::nullopt;
    auto out = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return out;
  }

  std::string_view rest_;
};

}  // namespace

Result<SplitPattern> split_stix_pattern(std::string_view pattern) {
  if (auto plain = PlainPattern(pattern).atom()) {
    SplitPattern out;
    out.atoms.push_back(std::move(*plain));
    return out;
  }
  Pattern parsed = TRY(parse_pattern(pattern));
  return Splitter(parsed).split();
}

Pattern condition_of_atom(const PatternAtom& atom) {
  PatternComparison comparison;
  comparison.path = {atom.object, atom.steps};
  comparison.comparator = atom.op == PatternOperator::like     ? Comparator::like
                          : atom.op == PatternOperator::subset ? Comparator::subset
                                                               : Comparator::equal;
  comparison.constants.emplace_back(atom.value);
  Pattern out;
  out.comparisons.push_back(std::move(comparison));
  out.brackets.emplace_back();
  return out;
}

}  // namespace bridle
