#include "formats/attributed_text.h"

#include <limits>

#include "base/text.h"
#include "formats/typedstream.h"

namespace bridle {
namespace {

using Kind = TypedValue::Kind;

constexpr std::size_t attribute_limit = 16 << 20;

/// The values of an object, one after another.
class Values {
 public:
  Values(const TypedStream& stream, std::uint32_t object) : stream_(stream) {
    if (object < stream.objects.size()) at_ = stream.objects[object].first;
  }
  /// The next value; nothing at the end.
  const TypedValue* next() {
    if (at_ == TypedValue::none) return nullptr;
    const TypedValue& value = stream_.values[at_];
    at_ = value.next;
    return &value;
  }

 private:
  const TypedStream& stream_;
  std::uint32_t at_ = TypedValue::none;
};

bool is_object(const TypedStream& stream, const TypedValue* value, std::string_view class_name) {
  return value && value->kind == Kind::object && stream.is_a(value->object, class_name);
}

std::optional<std::string> string_of(const TypedStream& stream, const TypedValue* value) {
  if (!is_object(stream, value, "NSString")) return std::nullopt;
  const TypedValue* text = Values(stream, value->object).next();
  if (!text || text->kind != Kind::bytes) return std::nullopt;
  return to_utf8_lossy(as_text(text->bytes));
}

/// NSNumber: its type as text, then the number.
AttributeValue number_of(const TypedStream& stream, std::uint32_t object) {
  Values values(stream, object);
  values.next();
  const TypedValue* number = values.next();
  if (number && number->kind == Kind::integer) return number->integer;
  if (number && number->kind == Kind::real) return number->real;
  return {};
}

/// NSURL: 1 and the base when it is relative, else 0; then its text. The base is left out.
AttributeValue url_of(const TypedStream& stream, std::uint32_t object) {
  Values values(stream, object);
  AttributeValue url;
  while (const TypedValue* value = values.next())
    if (auto text = string_of(stream, value)) url = std::move(*text);
  return url;
}

AttributeValue value_of(const TypedStream& stream, const TypedValue* value) {
  if (auto text = string_of(stream, value)) return std::move(*text);
  if (is_object(stream, value, "NSNumber")) return number_of(stream, value->object);
  if (is_object(stream, value, "NSURL")) return url_of(stream, value->object);
  if (is_object(stream, value, "NSData")) {
    Values values(stream, value->object);
    while (const TypedValue* inner = values.next())
      if (inner->kind == Kind::bytes) return inner->bytes;
  }
  return {};
}

/// NSDictionary: the count, then keys and values in turn.
/// Objects can be shared, and every run gets copies of its own: `budget` is what they may still take in
/// bytes.
Result<std::vector<AttributeRun::Attribute>> attributes_of(const TypedStream& stream,
                                                           std::uint32_t dictionary, std::size_t& budget) {
  std::vector<AttributeRun::Attribute> attributes;
  Values values(stream, dictionary);
  values.next();
  while (const TypedValue* key = values.next()) {
    auto name = string_of(stream, key);
    const TypedValue* value = values.next();
    if (!value) break;
    if (!name) continue;
    attributes.push_back({.name = std::move(*name), .value = value_of(stream, value)});
    const auto* text = std::get_if<std::string>(&attributes.back().value);
    std::size_t cost =
        sizeof(AttributeRun::Attribute) + attributes.back().name.size() + (text ? text->size() : 0);
    if (cost > budget) return fail(Fault::limit, "attributes of a text are too large");
    budget -= cost;
  }
  return attributes;
}

/// NSAttributedString: the string; then for each run the number of its dictionary (from 1) and its length,
/// and the dictionary itself when that number is new.
Result<> read_runs(const TypedStream& stream, Values& values, std::vector<AttributeRun>& runs) {
  std::vector<std::uint32_t> dictionaries;
  std::uint64_t offset = 0;
  std::size_t budget = attribute_limit;
  while (const TypedValue* number = values.next()) {
    const TypedValue* length = values.next();
    if (!length) break;  // the stream was cut off here, and says so
    if (number->kind != Kind::integer || length->kind != Kind::integer || length->integer < 0)
      return fail(Fault::malformed, "attributed string has no runs where they belong");
    if (number->integer < 1 || static_cast<std::uint64_t>(number->integer) > dictionaries.size() + 1)
      return fail(Fault::malformed, "attributed string names an unknown dictionary");
    auto index = static_cast<std::size_t>(number->integer) - 1;
    if (index == dictionaries.size()) {
      const TypedValue* dictionary = values.next();
      if (!is_object(stream, dictionary, "NSDictionary"))
        return fail(Fault::malformed, "attributed string has a run without a dictionary");
      dictionaries.push_back(dictionary->object);
    }
    auto size = static_cast<std::uint64_t>(length->integer);
    if (size > std::numeric_limits<std::uint32_t>::max())
      return fail(Fault::malformed, "attributed string has an endless run");
    auto attributes = TRY(attributes_of(stream, dictionaries[index], budget));
    runs.push_back({.offset = offset, .length = size, .attributes = std::move(attributes)});
    offset += size;
  }
  return {};
}

}  // namespace

std::optional<std::string_view> AttributeRun::text(std::string_view name) const {
  for (const Attribute& one : attributes)
    if (one.name == name)
      if (const auto* text = std::get_if<std::string>(&one.value)) return *text;
  return std::nullopt;
}

std::optional<std::int64_t> AttributeRun::number(std::string_view name) const {
  for (const Attribute& one : attributes)
    if (one.name == name)
      if (const auto* number = std::get_if<std::int64_t>(&one.value)) return *number;
  return std::nullopt;
}

Result<AttributedText> read_attributed_text(Bytes bytes) {
  TypedStream stream = TRY(read_typedstream(bytes));
  AttributedText result;
  result.stopped = stream.stopped;
  for (std::uint32_t i = 0; i < stream.objects.size(); ++i) {
    if (!stream.is_a(i, "NSAttributedString")) continue;
    Values values(stream, i);
    auto text = string_of(stream, values.next());
    if (!text) continue;
    result.text = std::move(*text);
    Result<> runs = read_runs(stream, values, result.runs);
    if (!runs && !result.stopped) result.stopped = runs.error();
    return result;
  }
  for (std::uint32_t i = 0; i < stream.objects.size(); ++i) {
    TypedValue object{.kind = Kind::object, .object = i};
    auto text = string_of(stream, &object);
    if (!text) continue;
    result.text = std::move(*text);
    return result;
  }
  if (result.stopped) return std::unexpected(*result.stopped);
  return fail(Fault::absent, "typedstream holds no string");
}

}  // namespace bridle
