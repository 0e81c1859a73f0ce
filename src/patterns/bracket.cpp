#include "patterns/bracket.h"

#include <algorithm>
#include <iterator>

namespace bridle {
namespace {

Truth holds_of(const PatternTest& test, const ObservedObject& object, const ComparisonTest& compare) {
  if (test.kind == PatternTest::Kind::comparison) return compare(test.comparison, object);
  bool all = test.kind == PatternTest::Kind::all;
  Truth out = all ? Truth::yes : Truth::no;
  for (const PatternTest& operand : test.operands) {
    Truth one = holds_of(operand, object, compare);
    if (one == (all ? Truth::no : Truth::yes)) return one;
    if (one == Truth::incomparable) out = one;
  }
  return out;
}

}  // namespace

class BracketCompiler {
 public:
  using Term = BracketTest::Term;
  explicit BracketCompiler(std::span<const PatternComparison> comparisons) : comparisons_(comparisons) {}

  Result<std::vector<Term>> terms(const PatternTest& test) {
    if (const std::string* type = only_type(test)) return std::vector<Term>{{{*type, {test}}}};
    std::vector<Term> out;
    bool all = test.kind == PatternTest::Kind::all;
    if (all) out.emplace_back();  // the empty term, to be multiplied
    for (const PatternTest& operand : test.operands) {
      auto more = TRY(terms(operand));
      if (all)
        out = TRY(product(out, more));
      else
        out.insert(out.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
      if (out.size() > bracket_term_limit) return too_many();
    }
    return out;
  }

 private:
  static std::unexpected<Error> too_many() {
    return fail(Fault::limit, "bracket joins object types in too many ways");
  }

  /// The object type of all its comparisons, or nullptr when there are several.
  const std::string* only_type(const PatternTest& test) const {
    if (test.kind == PatternTest::Kind::comparison) return &comparisons_[test.comparison].path.object;
    const std::string* type = nullptr;
    for (const PatternTest& operand : test.operands) {
      const std::string* one = only_type(operand);
      if (!one || (type && *type != *one)) return nullptr;
      type = one;
    }
    return type;
  }

  static Result<std::vector<Term>> product(const std::vector<Term>& left, const std::vector<Term>& right) {
    if (left.size() * right.size() > bracket_term_limit) return too_many();
    std::vector<Term> out;
    for (const Term& a : left)
      for (const Term& b : right) out.push_back(joined(a, b));
    return out;
  }

  static Term joined(Term term, const Term& more) {
    for (const auto& demand : more) {
      auto same = std::ranges::find(term, demand.type, [](const auto& d) { return d.type; });
      if (same == term.end())
        term.push_back(demand);
      else
        same->tests.insert(same->tests.end(), demand.tests.begin(), demand.tests.end());
    }
    return term;
  }

  std::span<const PatternComparison> comparisons_;
};

Result<BracketTest> BracketTest::make(const PatternTest& test,
                                      std::span<const PatternComparison> comparisons) {
  BracketTest out;
  out.terms_ = TRY(BracketCompiler(comparisons).terms(test));
  return out;
}

BracketTest::Answer BracketTest::holds(const Observation& observation, const ComparisonTest& test) const {
  Answer out;
  auto satisfies = [&](const Demand& demand, const ObservedObject& object) {
    Truth all = Truth::yes;
    for (const PatternTest& each : demand.tests) {
      Truth one = holds_of(each, object, test);
      if (one == Truth::no) return one;
      if (one == Truth::incomparable) all = one;
    }
    return all;
  };
  for (const Term& term : terms_) {
    out.objects.clear();
    bool held = std::ranges::all_of(term, [&](const Demand& demand) {
      for (std::size_t i = 0; i < observation.objects.size(); ++i) {
        const ObservedObject& object = observation.objects[i];
        if (!object.root || object.type != demand.type) continue;
        Truth one = satisfies(demand, object);
        if (one == Truth::incomparable) out.truth = one;
        if (one != Truth::yes) continue;
        out.objects.push_back(i);
        return true;
      }
      return false;
    });
    if (!held) continue;
    out.truth = Truth::yes;
    return out;
  }
  out.objects.clear();
  return out;
}

}  // namespace bridle
