#include "indicators/stix_pattern.h"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>

#include "base/limits.h"
#include "base/text.h"
#include "indicators/stix_tokens.h"

namespace bridle {
namespace {

using Kind = PatternToken::Kind;

/// What one sub-expression says: alternatives, and what is beyond us.
struct Alternatives {
  std::vector<PatternAtom> atoms;
  std::vector<std::string> reasons;
};

/// Recursive descent over the grammar; every level of brackets counts against depth_limit.
class Parser {
 public:
  explicit Parser(std::string_view pattern) : tokens_(pattern) {}

  Result<ParsedPattern> parse() {
    TRY(advance());
    auto all = TRY(followed_by());
    if (at_.kind != Kind::end) return unexpected("end of pattern");
    if (all.atoms.empty() && all.reasons.empty()) return fail(Fault::malformed, "empty pattern");
    return ParsedPattern{std::move(all.atoms), std::move(all.reasons)};
  }

 private:
  std::unexpected<Error> unexpected(std::string_view wanted) const {
    return fail(Fault::malformed, fmt::format("expected {} at byte {}", wanted, at_.offset));
  }
  Result<> advance() {
    at_ = TRY(tokens_.next());
    return {};
  }
  bool is_word(std::string_view keyword) const {
    return at_.kind == Kind::word && to_lower_ascii(at_.text) == keyword;
  }
  bool is_symbol(std::string_view symbol) const { return at_.kind == Kind::symbol && at_.text == symbol; }
  Result<> expect_symbol(std::string_view symbol) {
    if (!is_symbol(symbol)) return unexpected(fmt::format("\"{}\"", symbol));
    return advance();
  }
  Result<> enter() {
    if (++depth_ > depth_limit) return fail(Fault::limit, "pattern nested too deep");
    return {};
  }
  Result<> merge(Alternatives& into, Alternatives&& more) {
    if (into.atoms.size() + more.atoms.size() > pattern_atom_limit)
      return fail(Fault::limit, "pattern with too many alternatives");
    into.atoms.insert(into.atoms.end(), std::make_move_iterator(more.atoms.begin()),
                      std::make_move_iterator(more.atoms.end()));
    into.reasons.insert(into.reasons.end(), std::make_move_iterator(more.reasons.begin()),
                        std::make_move_iterator(more.reasons.end()));
    return {};
  }
  /// Both sides were needed: none of their atoms is enough by itself.
  static void condition(Alternatives& value, std::string reason) {
    value.atoms.clear();
    value.reasons.assign(1, std::move(reason));
  }

  /// Operands joined by one keyword. OR keeps alternatives; every other joint makes them conditions.
  template <class Operand>
  Result<Alternatives> joined(std::string_view keyword, Operand operand) {
    auto left = TRY((this->*operand)());
    while (is_word(keyword)) {
      TRY(advance());
      auto right = TRY((this->*operand)());
      if (keyword == "or") {
        TRY(merge(left, std::move(right)));
      } else {
        condition(left, keyword == "and" ? "AND is not evaluated" : "FOLLOWEDBY is not evaluated");
      }
    }
    return left;
  }

  Result<Alternatives> followed_by() { return joined("followedby", &Parser::observation_or); }
  Result<Alternatives> observation_or() { return joined("or", &Parser::observation_and); }
  Result<Alternatives> observation_and() { return joined("and", &Parser::qualified); }

  Result<Alternatives> qualified() {
    auto value = TRY(observation());
    for (;;) {
      if (is_word("within")) {
        TRY(advance());
        TRY(number("a positive number of seconds"));
        TRY(keyword("seconds"));
        condition(value, "WITHIN is not evaluated");
      } else if (is_word("repeats")) {
        TRY(advance());
        if (at_.kind != Kind::integer) return unexpected("a whole number");
        TRY(number("a positive count"));
        TRY(keyword("times"));
        condition(value, "REPEATS is not evaluated");
      } else if (is_word("start")) {
        TRY(advance());
        TRY(moment());
        TRY(keyword("stop"));
        TRY(moment());
        condition(value, "START STOP is not evaluated");
      } else {
        return value;
      }
    }
  }

  Result<> keyword(std::string_view wanted) {
    if (!is_word(wanted)) return unexpected(wanted);
    return advance();
  }
  Result<> number(std::string_view wanted) {
    bool digits = at_.text.find_first_of("123456789") != std::string_view::npos;
    if ((at_.kind != Kind::integer && at_.kind != Kind::real) || at_.text.starts_with('-') || !digits)
      return unexpected(wanted);
    return advance();
  }
  /// 2.1 has t'…' here, 2.0 a plain string of the same form.
  Result<> moment() {
    if (at_.kind != Kind::timestamp && (at_.kind != Kind::string || !is_stix_timestamp(at_.value)))
      return unexpected("a timestamp");
    return advance();
  }

  Result<Alternatives> observation() {
    bool bracket = is_symbol("[");
    if (!bracket && !is_symbol("(")) return unexpected("\"[\"");
    TRY(enter());
    TRY(advance());
    auto value = bracket ? TRY(comparison_or()) : TRY(followed_by());
    TRY(expect_symbol(bracket ? "]" : ")"));
    --depth_;
    return value;
  }

  Result<Alternatives> comparison_or() { return joined("or", &Parser::comparison_and); }
  Result<Alternatives> comparison_and() { return joined("and", &Parser::property_test); }

  Result<Alternatives> property_test() {
    if (is_symbol("(")) {
      TRY(enter());
      TRY(advance());
      auto value = TRY(comparison_or());
      TRY(expect_symbol(")"));
      --depth_;
      return value;
    }
    bool negated = false;
    if (is_word("not")) {  // 2.1 allows NOT EXISTS path
      TRY(advance());
      if (!is_word("exists")) return unexpected("EXISTS");
      negated = true;
    }
    if (is_word("exists")) {
      TRY(advance());
      PatternAtom ignored;
      TRY(object_path(ignored));
      return Alternatives{{}, {negated ? "NOT EXISTS is not evaluated" : "EXISTS is not evaluated"}};
    }
    PatternAtom atom;
    TRY(object_path(atom));
    if (is_word("not")) {
      TRY(advance());
      negated = true;
    }
    auto value = TRY(comparison(std::move(atom)));
    if (negated) condition(value, "NOT is not evaluated");
    return value;
  }

  Result<Alternatives> comparison(PatternAtom atom) {
    constexpr std::string_view others[] = {"!=", "<>", "<", "<=", ">", ">="};
    if (is_symbol("=") || is_symbol("==")) {
      TRY(advance());
      return literal(std::move(atom));
    }
    if (at_.kind == Kind::symbol && std::ranges::find(others, at_.text) != std::end(others)) {
      std::string sign(at_.text);
      TRY(advance());
      auto value = TRY(literal(std::move(atom)));
      condition(value, fmt::format("{} is not evaluated", sign));
      return value;
    }
    if (is_word("in")) return set(std::move(atom));
    for (std::string_view word : {"like", "matches", "issubset", "issuperset"}) {
      if (!is_word(word)) continue;
      TRY(advance());
      if (at_.kind != Kind::string) return unexpected("a string");
      atom.op = word == "like" ? PatternOperator::like : PatternOperator::subset;
      auto value = TRY(literal(std::move(atom)));
      if (word == "matches") condition(value, "MATCHES is not evaluated");
      if (word == "issuperset") condition(value, "ISSUPERSET is not evaluated");
      return value;
    }
    return unexpected("a comparison operator");
  }

  /// One literal of any kind. Only text is evaluated: no value in a record is compared as a number or date.
  Result<Alternatives> literal(PatternAtom atom) {
    bool truth = is_word("true") || is_word("false");
    bool literal = truth || (at_.kind >= Kind::string && at_.kind <= Kind::timestamp);
    if (!literal) return unexpected("a literal");
    Alternatives out;
    if (at_.kind == Kind::string) {
      atom.value = std::move(at_.value);
      out.atoms.push_back(std::move(atom));
    } else {
      out.reasons.emplace_back("comparison with something other than text is not evaluated");
    }
    TRY(advance());
    return out;
  }

  Result<Alternatives> set(PatternAtom atom) {
    TRY(advance());
    TRY(expect_symbol("("));
    Alternatives out;
    if (is_symbol(")")) {
      TRY(advance());
      out.reasons.emplace_back("IN of an empty set matches nothing");
      return out;
    }
    Kind first = at_.kind;
    auto family = [](Kind kind) { return kind == Kind::real ? Kind::integer : kind; };
    for (;;) {
      if (family(at_.kind) != family(first)) return unexpected("members of one type");
      auto member = TRY(literal(atom));
      TRY(merge(out, std::move(member)));
      if (is_symbol(")")) break;
      TRY(expect_symbol(","));
    }
    TRY(advance());
    if (!out.reasons.empty()) out.reasons.resize(1);
    return out;
  }

  Result<> object_path(PatternAtom& atom) {
    if (at_.kind != Kind::word) return unexpected("an object type");
    atom.object = to_lower_ascii(at_.text);
    TRY(advance());
    TRY(expect_symbol(":"));
    TRY(path_step(atom, true));
    for (;;) {
      if (is_symbol(".")) {
        TRY(advance());
        atom.path += '.';
        TRY(path_step(atom, false));
      } else if (is_symbol("[")) {
        TRY(advance());
        if (at_.kind != Kind::integer && !is_symbol("*")) return unexpected("an index");
        atom.path += fmt::format("[{}]", at_.text);
        TRY(advance());
        TRY(expect_symbol("]"));
      } else {
        return {};
      }
    }
  }

  Result<> path_step(PatternAtom& atom, bool first) {
    if (at_.kind == Kind::string) {
      atom.path += at_.value;
    } else if (at_.kind == Kind::word && (!first || at_.text.find('-') == std::string_view::npos)) {
      atom.path += at_.text;
    } else {
      return unexpected("a property name");
    }
    return advance();
  }

  PatternTokens tokens_;
  PatternToken at_;
  int depth_ = 0;
};

}  // namespace

Result<ParsedPattern> parse_stix_pattern(std::string_view pattern) {
  if (pattern.size() > pattern_byte_limit) return fail(Fault::limit, "pattern longer than 1 MiB");
  return Parser(pattern).parse();
}

}  // namespace bridle
