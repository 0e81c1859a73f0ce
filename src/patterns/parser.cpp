#include <fmt/core.h>

#include <algorithm>
#include <charconv>

#include "base/limits.h"
#include "base/text.h"
#include "patterns/decode.h"
#include "patterns/pattern.h"
#include "patterns/tokens.h"

namespace bridle {
namespace {

using Kind = PatternToken::Kind;

/// Recursive descent over the grammar; every level of brackets counts against depth_limit.
class Parser {
 public:
  explicit Parser(std::string_view pattern) : tokens_(pattern) {}

  Result<Pattern> parse() {
    TRY(advance());
    out_.expression = TRY(followed_by());
    if (at_.kind != Kind::end) return unexpected("end of pattern");
    return std::move(out_);
  }

 private:
  std::unexpected<Error> unexpected(std::string_view wanted) const {
    return fail(Fault::malformed, fmt::format("expected {} at byte {}", wanted, at_.offset));
  }
  Result<> advance() {
    end_ = at_.offset + at_.text.size();
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
  Result<> expect_word(std::string_view wanted) {
    if (!is_word(wanted)) return unexpected(wanted);
    return advance();
  }
  Result<> enter() {
    if (++depth_ > depth_limit) return fail(Fault::limit, "pattern nested too deep");
    return {};
  }

  /// Operands joined by one keyword, as one node; a single operand stays what it is.
  template <class Node>
  Result<Node> joined(std::string_view keyword, typename Node::Kind kind, Result<Node> (Parser::*operand)()) {
    Node left = TRY((this->*operand)());
    if (!is_word(keyword)) return left;
    Node node;
    node.kind = kind;
    node.operands.push_back(std::move(left));
    while (is_word(keyword)) {
      TRY(advance());
      node.operands.push_back(TRY((this->*operand)()));
    }
    return node;
  }

  using Expression = PatternExpression;
  Result<Expression> followed_by() {
    return joined("followedby", Expression::Kind::followed_by, &Parser::observation_or);
  }
  Result<Expression> observation_or() {
    return joined("or", Expression::Kind::any, &Parser::observation_and);
  }
  Result<Expression> observation_and() { return joined("and", Expression::Kind::all, &Parser::qualified); }

  Result<Expression> qualified() {
    Expression value = TRY(observation());
    for (;;) {
      PatternQualifier qualifier;
      if (is_word("within")) {
        TRY(within(qualifier));
      } else if (is_word("repeats")) {
        TRY(repeats(qualifier));
      } else if (is_word("start")) {
        qualifier.kind = PatternQualifier::Kind::start_stop;
        TRY(advance());
        qualifier.start = TRY(moment());
        TRY(expect_word("stop"));
        qualifier.stop = TRY(moment());
      } else {
        return value;
      }
      if (value.qualifiers.size() >= static_cast<std::size_t>(depth_limit))
        return fail(Fault::limit, "pattern with too many qualifiers");
      value.qualifiers.push_back(qualifier);
    }
  }

  Result<> within(PatternQualifier& qualifier) {
    constexpr std::string_view wanted = "a positive number of seconds";
    TRY(advance());
    if (at_.kind != Kind::integer && at_.kind != Kind::real) return unexpected(wanted);
    auto duration = duration_from_text(without_plus(at_.text));
    if (!duration || *duration == PatternDuration{}) return unexpected(wanted);
    qualifier.within = *duration;
    TRY(advance());
    return expect_word("seconds");
  }
  Result<> repeats(PatternQualifier& qualifier) {
    qualifier.kind = PatternQualifier::Kind::repeats;
    TRY(advance());
    if (at_.kind != Kind::integer) return unexpected("a whole number");
    auto count = parse_integer(without_plus(at_.text));
    if (!count && count.error().fault == Fault::limit) return std::unexpected(count.error());
    if (!count || *count <= 0) return unexpected("a positive count");
    qualifier.repeats = static_cast<std::uint64_t>(*count);
    TRY(advance());
    return expect_word("times");
  }
  static std::string_view without_plus(std::string_view number) {
    return number.substr(number.starts_with('+') ? 1 : 0);
  }
  /// 2.1 has t'…' here, 2.0 a plain string of the same form.
  Result<PatternMoment> moment() {
    if (at_.kind != Kind::timestamp && at_.kind != Kind::string) return unexpected("a timestamp");
    auto moment = moment_from_text(at_.value);
    if (!moment) return unexpected("a timestamp");
    TRY(advance());
    return *moment;
  }

  Result<Expression> observation() {
    bool bracket = is_symbol("[");
    if (!bracket && !is_symbol("(")) return unexpected("\"[\"");
    TRY(enter());
    TRY(advance());
    Expression value;
    if (bracket) {
      value.bracket = out_.brackets.size();
      out_.brackets.emplace_back();
      out_.brackets[value.bracket] = TRY(test_or());
    } else {
      value = TRY(followed_by());
    }
    TRY(expect_symbol(bracket ? "]" : ")"));
    --depth_;
    return value;
  }

  Result<PatternTest> test_or() { return joined("or", PatternTest::Kind::any, &Parser::test_and); }
  Result<PatternTest> test_and() { return joined("and", PatternTest::Kind::all, &Parser::test); }
  Result<PatternTest> test() {
    if (!is_symbol("(")) return comparison();
    TRY(enter());
    TRY(advance());
    PatternTest value = TRY(test_or());
    TRY(expect_symbol(")"));
    --depth_;
    return value;
  }

  Result<PatternTest> comparison() {
    PatternComparison out;
    out.from = at_.offset;
    if (is_word("not")) {  // 2.1 allows NOT EXISTS path
      TRY(advance());
      if (!is_word("exists")) return unexpected("EXISTS");
      out.negated = true;
    }
    if (is_word("exists")) {
      TRY(advance());
      out.comparator = PatternComparator::exists;
      out.path = TRY(path());
    } else {
      out.path = TRY(path());
      if (is_word("not")) {
        TRY(advance());
        out.negated = true;
      }
      TRY(operation(out));
    }
    TRY(count_constants(out.constants.size()));
    out.to = end_;
    PatternTest test;
    test.comparison = out_.comparisons.size();
    out_.comparisons.push_back(std::move(out));
    return test;
  }

  Result<> count_constants(std::size_t more) {
    constants_ += std::max<std::size_t>(1, more);
    if (constants_ > pattern_constant_limit) return fail(Fault::limit, "pattern with too many alternatives");
    return {};
  }

  Result<> operation(PatternComparison& out) {
    struct Sign {
      std::string_view text;
      PatternComparator comparator;
    };
    using enum PatternComparator;
    constexpr Sign signs[] = {{"=", equal}, {"==", equal},      {"!=", not_equal}, {"<>", not_equal},
                              {"<", less},  {"<=", less_equal}, {">", greater},    {">=", greater_equal}};
    constexpr Sign words[] = {
        {"like", like}, {"matches", matches}, {"issubset", subset}, {"issuperset", superset}};
    for (const Sign& sign : signs) {
      if (!is_symbol(sign.text)) continue;
      out.comparator = sign.comparator;
      TRY(advance());
      out.constants.push_back(TRY(constant()));
      return {};
    }
    if (is_word("in")) return set(out);
    for (const Sign& word : words) {
      if (!is_word(word.text)) continue;
      out.comparator = word.comparator;
      TRY(advance());
      if (at_.kind != Kind::string) return unexpected("a string");
      out.constants.push_back(TRY(constant()));
      return {};
    }
    return unexpected("a comparison operator");
  }

  Result<PatternConstant> constant() {
    PatternConstant out;
    if (is_word("true") || is_word("false")) {
      out = is_word("true");
    } else if (at_.kind == Kind::string) {
      out = std::move(at_.value);
    } else if (at_.kind == Kind::integer) {
      out = TRY(parse_integer(without_plus(at_.text)));
    } else if (at_.kind == Kind::real) {
      out = TRY(real());
    } else if (at_.kind == Kind::hex) {
      out = PatternBinary{*bytes_from_hex(at_.value)};  // the tokens have looked at its form
    } else if (at_.kind == Kind::binary) {
      out = PatternBinary{*bytes_from_base64(at_.value)};
    } else if (at_.kind == Kind::timestamp) {
      out = *moment_from_text(at_.value);
    } else {
      return unexpected("a literal");
    }
    TRY(advance());
    return out;
  }

  Result<double> real() const {
    auto text = without_plus(at_.text);
    double value = 0;
    auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size())
      return fail(Fault::limit, fmt::format("number out of range at byte {}", at_.offset));
    return value;
  }

  Result<> set(PatternComparison& out) {
    out.comparator = PatternComparator::in;
    TRY(advance());
    TRY(expect_symbol("("));
    auto family = [](const PatternConstant& c) { return c.index() == 1 ? 0 : c.index(); };  // numbers are one
    while (!is_symbol(")") || !out.constants.empty()) {
      std::size_t place = at_.offset;
      out.constants.push_back(TRY(constant()));
      if (family(out.constants.back()) != family(out.constants.front()))
        return fail(Fault::malformed, fmt::format("expected members of one type at byte {}", place));
      if (out.constants.size() > pattern_constant_limit)
        return fail(Fault::limit, "pattern with too many alternatives");
      if (is_symbol(")")) break;
      TRY(expect_symbol(","));
    }
    return advance();
  }

  Result<PatternPath> path() {
    PatternPath out;
    if (at_.kind != Kind::word) return unexpected("an object type");
    out.object = to_lower_ascii(at_.text);
    TRY(advance());
    TRY(expect_symbol(":"));
    TRY(property(out, true));
    for (;;) {
      if (is_symbol(".")) {
        TRY(advance());
        TRY(property(out, false));
      } else if (is_symbol("[")) {
        TRY(advance());
        TRY(index(out));
        TRY(expect_symbol("]"));
      } else {
        return out;
      }
      if (out.steps.size() > static_cast<std::size_t>(depth_limit))
        return fail(Fault::limit, "object path too long");
    }
  }

  Result<> property(PatternPath& out, bool first) {
    PatternStep step;
    if (at_.kind == Kind::string)
      step.name = std::move(at_.value);
    else if (at_.kind == Kind::word && (!first || at_.text.find('-') == std::string_view::npos))
      step.name = at_.text;
    else
      return unexpected("a property name");
    out.steps.push_back(std::move(step));
    return advance();
  }

  Result<> index(PatternPath& out) {
    PatternStep step;
    if (is_symbol("*")) {
      step.kind = PatternStep::Kind::any;
    } else {
      auto number = at_.kind == Kind::integer ? parse_integer(without_plus(at_.text))
                                              : Result<std::int64_t>(fail(Fault::malformed, ""));
      if (!number || *number < 0) return unexpected("an index");
      step.kind = PatternStep::Kind::index;
      step.index = static_cast<std::uint64_t>(*number);
    }
    out.steps.push_back(step);
    return advance();
  }

  PatternTokens tokens_;
  PatternToken at_;
  Pattern out_;
  std::size_t end_ = 0;  // behind the last token taken
  std::size_t constants_ = 0;
  int depth_ = 0;
};

}  // namespace

std::string PatternPath::text() const {
  std::string out;
  for (const PatternStep& step : steps) {
    if (step.kind == PatternStep::Kind::any)
      out += "[*]";
    else if (step.kind == PatternStep::Kind::index)
      out += fmt::format("[{}]", step.index);
    else
      out += (out.empty() ? "" : ".") + step.name;
  }
  return out;
}

Result<Pattern> parse_pattern(std::string_view pattern) {
  if (pattern.size() > pattern_byte_limit) return fail(Fault::limit, "pattern longer than 1 MiB");
  return Parser(pattern).parse();
}

}  // namespace bridle
