#include "patterns/compare.h"

#include <re2/re2.h>

#include <algorithm>
#include <optional>

#include "patterns/decode.h"
#include "patterns/network.h"

namespace bridle {
namespace {

using Kind = PatternComparator;

/// Memory that one compiled expression may take; RE2 refuses what needs more.
constexpr std::int64_t expression_memory = 8 << 20;

RE2::Options options(bool bytes, bool like) {
  RE2::Options out;
  out.set_log_errors(false);
  out.set_max_mem(expression_memory);
  out.set_dot_nl(like);
  if (bytes) out.set_encoding(RE2::Options::EncodingLatin1);
  return out;
}

/// LIKE as an expression for the whole value: % any characters, _ any one.
std::string expression_of_like(std::string_view text) {
  std::string out = "\\A(?:";
  std::size_t from = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] != '%' && text[i] != '_') continue;
    out += RE2::QuoteMeta({text.data() + from, i - from});
    if (i < text.size()) out += text[i] == '%' ? ".*" : ".";
    from = i + 1;
  }
  return out + ")\\z";
}

Truth truth(bool value) {
  return value ? Truth::yes : Truth::no;
}

/// The order of two operands, or nothing when their types cannot be compared.
using Order = std::optional<std::partial_ordering>;

template <class A, class B>
Order order(const A& a, const B& b) {
  return std::partial_ordering(a <=> b);
}
Order order(const std::string& a, const std::string& b) {
  // UTF-8 keeps the order of code points; char_traits compares as unsigned bytes.
  return std::partial_ordering(a.compare(b) <=> 0);
}
Order order_of_bytes(const std::optional<std::string>& a, const std::optional<std::string>& b) {
  if (!a || !b) return std::nullopt;
  return order(*a, *b);
}

bool satisfied(Kind comparator, std::partial_ordering order) {
  switch (comparator) {
    case Kind::not_equal:
      return order != 0;
    case Kind::less:
      return order < 0;
    case Kind::less_equal:
      return order <= 0;
    case Kind::greater:
      return order > 0;
    case Kind::greater_equal:
      return order >= 0;
    default:
      return order == 0;
  }
}

/// A value with its coding undone: bytes where the property's name says so.
struct Operand {
  const ObservedValue* value;
  bool is_bytes = false;
  std::optional<std::string> bytes;  // nothing: not in the coding that the name promises
};

Operand operand_of(const FoundValue& found) {
  Operand out{found.value, found.coding != FoundValue::Coding::plain, {}};
  const auto* text = std::get_if<std::string>(&found.value->data);
  if (!out.is_bytes || !text) return out;
  out.bytes = found.coding == FoundValue::Coding::hex ? bytes_from_hex(*text) : bytes_from_base64(*text);
  return out;
}

/// Whole numbers are exact in a long double on the machines that Bridle is built for.
std::optional<long double> number(const ObservedValue& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value.data)) return static_cast<long double>(*whole);
  if (const auto* real = std::get_if<double>(&value.data)) return static_cast<long double>(*real);
  return std::nullopt;
}

struct Compare {
  const Operand& left;
  Kind comparator;

  const std::string* text() const { return std::get_if<std::string>(&left.value->data); }
  Truth result(const Order& order) const {
    // Operands of different types differ, and have no order.
    return truth(order ? satisfied(comparator, *order) : comparator == Kind::not_equal);
  }
  template <class Number>
  Truth of_number(Number constant) const {
    auto value = number(*left.value);
    return result(value ? order(*value, static_cast<long double>(constant)) : Order{});
  }

  Truth operator()(std::int64_t constant) const { return of_number(constant); }
  Truth operator()(double constant) const { return of_number(constant); }
  Truth operator()(bool constant) const {
    const auto* value = std::get_if<bool>(&left.value->data);
    bool ordered = comparator != Kind::equal && comparator != Kind::in && comparator != Kind::not_equal;
    if (!value || ordered) return result(Order{});
    return result(order(*value, constant));
  }
  Truth operator()(const std::string& constant) const {
    if (left.is_bytes) return result(order_of_bytes(left.bytes, bytes_from_text(constant)));
    return result(text() ? order(*text(), constant) : Order{});
  }
  Truth operator()(const PatternBinary& constant) const {
    if (left.is_bytes) return result(order_of_bytes(left.bytes, constant.bytes));
    if (!text()) return result(Order{});
    return result(order_of_bytes(bytes_from_text(*text()), constant.bytes));
  }
  Truth operator()(const PatternMoment& constant) const {
    if (!text()) return result(Order{});
    auto moment = moment_from_text(*text());
    if (!moment) return Truth::incomparable;
    return result(order(*moment, constant));
  }
};

}  // namespace

struct Comparator::Ready {
  PatternComparison comparison;
  std::unique_ptr<RE2> of_text, of_bytes;  // of_bytes: nothing when no bytes could match
  std::optional<Network> network;

  Result<> compile(const std::string& constant);
  Truth plain(const FoundValue& found) const;
  bool expression_matches(const Operand& operand) const;
  bool network_matches(const Operand& operand) const;
};

Result<> Comparator::Ready::compile(const std::string& constant) {
  bool like = comparison.comparator == Kind::like;
  auto ready = [&](std::string_view text, bool bytes) {
    return std::make_unique<RE2>(like ? expression_of_like(text) : std::string(text), options(bytes, like));
  };
  of_text = ready(composed(constant), false);
  if (of_text->ok()) {
    if (auto bytes = bytes_from_text(constant)) of_bytes = ready(*bytes, true);
    if (of_bytes && !of_bytes->ok()) of_bytes.reset();
    return {};
  }
  if (of_text->error_code() == RE2::ErrorPatternTooLarge)
    return fail(Fault::limit, "regular expression is too large");
  return fail(Fault::unsupported,
              "regular expression is broken, or needs what cannot be matched in linear time");
}

bool Comparator::Ready::expression_matches(const Operand& operand) const {
  if (operand.is_bytes) return operand.bytes && of_bytes && RE2::PartialMatch(*operand.bytes, *of_bytes);
  const auto* text = std::get_if<std::string>(&operand.value->data);
  return text && RE2::PartialMatch(composed(*text), *of_text);
}

bool Comparator::Ready::network_matches(const Operand& operand) const {
  const auto* text = std::get_if<std::string>(&operand.value->data);
  auto value = text ? network_from_text(*text) : std::nullopt;
  if (!value) return false;
  return comparison.comparator == Kind::subset ? is_within(*value, *network) : is_within(*network, *value);
}

Truth Comparator::Ready::plain(const FoundValue& found) const {
  Operand operand = operand_of(found);
  switch (comparison.comparator) {
    case Kind::exists:
      return Truth::yes;
    case Kind::like:
    case Kind::matches:
      return truth(expression_matches(operand));
    case Kind::subset:
    case Kind::superset:
      return truth(network_matches(operand));
    default:
      break;
  }
  Truth out = Truth::no;
  for (const PatternConstant& constant : comparison.constants) {
    Truth one = std::visit(Compare{operand, comparison.comparator}, constant);
    if (one != Truth::no) out = one;
    if (one == Truth::yes) break;
  }
  return out;
}

Comparator::Comparator(std::unique_ptr<const Ready> ready) : ready_(std::move(ready)) {}
Comparator::~Comparator() = default;
Comparator::Comparator(Comparator&&) noexcept = default;
Comparator& Comparator::operator=(Comparator&&) noexcept = default;

Result<Comparator> Comparator::make(const PatternComparison& comparison) {
  auto ready = std::make_unique<Ready>();
  ready->comparison = comparison;
  bool subset = comparison.comparator == Kind::subset || comparison.comparator == Kind::superset;
  bool expression = comparison.comparator == Kind::like || comparison.comparator == Kind::matches;
  if (subset || expression) {
    const auto* constant = std::get_if<std::string>(&comparison.constants.at(0));
    if (!constant) return fail(Fault::malformed, "LIKE, MATCHES and networks need a text");
    if (expression) TRY(ready->compile(*constant));
    if (subset && !(ready->network = network_from_text(*constant)))
      return fail(Fault::unsupported, std::string(name(comparison.comparator)) +
                                          " of something other than an address is not evaluated");
  }
  return Comparator(std::move(ready));
}

Truth Comparator::holds(const FoundValue& value) const {
  Truth plain = ready_->plain(value);
  if (plain == Truth::incomparable || !ready_->comparison.negated) return plain;
  return truth(plain == Truth::no);
}

Truth Comparator::holds(const ObservedObject& object, const Observation& observation) const {
  auto values = values_at(ready_->comparison.path, object, observation);
  if (ready_->comparison.comparator == Kind::exists)
    return truth(values.empty() == ready_->comparison.negated);
  Truth out = Truth::no;
  for (const FoundValue& value : values) {
    Truth one = holds(value);
    if (one == Truth::yes) return one;
    if (one == Truth::incomparable) out = one;
  }
  return out;
}

}  // namespace bridle
