#include "formats/typedstream.h"

#include <fmt/format.h>

#include <bit>
#include <charconv>

#include "base/limits.h"
#include "base/text.h"

namespace bridle {
namespace {

enum Head : std::uint8_t {
  head_int16 = 0x81,
  head_int32 = 0x82,
  head_floating = 0x83,
  head_new = 0x84,
  head_nil = 0x85,
  head_end = 0x86,
  head_int64 = 0x87,
  first_reference = 0x92,  // -110: what is numbered 0
};
constexpr std::int64_t reference_base = -110;
constexpr std::size_t type_limit = 256;  // characters of one type string; real ones have under ten
// Values and objects looked at. Nearly all of them take a byte at least; what takes none must not multiply.
constexpr std::uint64_t step_limit = 4'000'000;

class Reader {
 public:
  Reader(Cursor in, bool big, TypedStream& out)
      : in_(in),
        big_(big),
        out_(out),
        steps_left_(std::min<std::uint64_t>(step_limit, 4096 + 16 * in.left())) {}
  Result<> read_all();
  Result<> skip_integer() {
    auto skipped = integer(in_.u8());
    return skipped ? Result<>() : std::unexpected(skipped.error());
  }

 private:
  template <class Integer>
  Integer fixed() {
    return big_ ? in_.be<Integer>() : in_.le<Integer>();
  }
  Result<> step() {
    if (steps_left_-- == 0) return fail(Fault::limit, "typedstream has too many values");
    return in_.check("typedstream");
  }
  std::unexpected<Error> malformed(std::string_view what) const {
    return fail(Fault::malformed, fmt::format("typedstream {} at byte {}", what, in_.offset()));
  }

  Result<std::int64_t> integer(std::uint8_t head);
  Result<std::uint64_t> length();
  Result<double> floating(std::size_t width);
  Result<std::uint32_t> reference(std::uint8_t head, std::size_t count);
  Result<Bytes> unshared_string();
  Result<Bytes> shared_string(std::uint8_t head);
  Result<std::uint32_t> class_chain(int depth);
  Result<> object(TypedValue& value, int depth);
  Result<> group(std::uint8_t head, std::uint32_t& first, std::uint32_t& last, int depth);
  Result<> value_of(std::string_view& types, std::uint32_t& first, std::uint32_t& last, int depth);
  Result<> array_of(std::string_view& types, std::uint32_t& first, std::uint32_t& last, int depth);
  Result<> struct_of(std::string_view& types, std::uint32_t& first, std::uint32_t& last, int depth);
  Result<> scalar(char type, TypedValue& value, int depth);
  std::uint32_t append(std::uint32_t& first, std::uint32_t& last);
  Result<std::uint32_t> number_of(TypedObject object);

  Cursor in_;
  bool big_;
  TypedStream& out_;
  std::vector<Bytes> strings_;
  std::uint64_t steps_left_;
};

Result<std::int64_t> Reader::integer(std::uint8_t head) {
  switch (head) {
    case head_int16:
      return fixed<std::int16_t>();
    case head_int32:
      return fixed<std::int32_t>();
    case head_int64:
      return fixed<std::int64_t>();
    default:
      break;
  }
  if (head >= 0x80 && head < first_reference) return malformed("integer has a reserved head");
  return std::bit_cast<std::int8_t>(head);
}

Result<std::uint64_t> Reader::length() {
  std::uint8_t head = in_.u8();
  if (head == head_int16) return fixed<std::uint16_t>();
  if (head == head_int32) return fixed<std::uint32_t>();
  std::int64_t value = TRY(integer(head));
  if (value < 0) return malformed("length is negative");
  return static_cast<std::uint64_t>(value);
}

/// A whole number is written as an integer, anything else behind a head of its own.
Result<double> Reader::floating(std::size_t width) {
  std::uint8_t head = in_.u8();
  if (head != head_floating) return static_cast<double>(TRY(integer(head)));
  if (width == 4) return std::bit_cast<float>(fixed<std::uint32_t>());
  return std::bit_cast<double>(fixed<std::uint64_t>());
}

Result<std::uint32_t> Reader::reference(std::uint8_t head, std::size_t count) {
  std::int64_t number = TRY(integer(head)) - reference_base;
  if (number < 0 || static_cast<std::uint64_t>(number) >= count) return malformed("reference leads nowhere");
  return static_cast<std::uint32_t>(number);
}

Result<Bytes> Reader::unshared_string() {
  std::uint64_t size = TRY(length());
  Bytes text = in_.take(size);
  TRY(in_.check("typedstream string"));
  return text;
}

Result<Bytes> Reader::shared_string(std::uint8_t head) {
  if (head == head_nil) return Bytes{};
  if (head != head_new) return strings_[TRY(reference(head, strings_.size()))];
  strings_.push_back(TRY(unshared_string()));
  return strings_.back();
}

Result<std::uint32_t> Reader::number_of(TypedObject one) {
  TRY(step());
  out_.objects.push_back(one);
  return static_cast<std::uint32_t>(out_.objects.size() - 1);
}

Result<std::uint32_t> Reader::class_chain(int depth) {
  if (depth > depth_limit) return fail(Fault::limit, "typedstream classes descend too deeply");
  std::uint8_t head = in_.u8();
  TRY(in_.check("typedstream class"));
  if (head == head_nil) return TypedValue::none;
  if (head != head_new) return reference(head, out_.objects.size());
  Bytes name = TRY(shared_string(in_.u8()));
  TRY(skip_integer());  // the version of the class
  std::uint32_t number = TRY(number_of({.name = name}));
  std::uint32_t parent = TRY(class_chain(depth + 1));
  out_.objects[number].its_class = parent;
  return number;
}

Result<> Reader::object(TypedValue& value, int depth) {
  if (depth > depth_limit) return fail(Fault::limit, "typedstream is nested too deeply");
  std::uint8_t head = in_.u8();
  TRY(in_.check("typedstream object"));
  if (head == head_nil) return {};
  value.kind = TypedValue::Kind::object;
  if (head != head_new) {
    value.object = TRY(reference(head, out_.objects.size()));
    return {};
  }
  // The number is taken before the class is read, and the object is in the table before its content is: it
  // may refer to itself, and what was read of it stands when the rest cannot be.
  std::uint32_t number = TRY(number_of({}));
  value.object = number;
  std::uint32_t its_class = TRY(class_chain(0));
  out_.objects[number].its_class = its_class;
  std::uint32_t last = TypedValue::none;
  while (true) {
    head = in_.u8();
    TRY(step());
    if (head == head_end) return {};
    std::uint32_t first = out_.objects[number].first;
    Result<> read = group(head, first, last, depth);
    out_.objects[number].first = first;
    if (!read) return read;
  }
}

Result<> Reader::group(std::uint8_t head, std::uint32_t& first, std::uint32_t& last, int depth) {
  Bytes type_bytes = TRY(shared_string(head));
  std::string_view types = as_text(type_bytes);
  if (types.empty()) return malformed("group has no type");
  if (types.size() > type_limit) return fail(Fault::unsupported, "typedstream type is over 256 characters");
  while (!types.empty()) TRY(value_of(types, first, last, depth));
  return {};
}

std::uint32_t Reader::append(std::uint32_t& first, std::uint32_t& last) {
  auto index = static_cast<std::uint32_t>(out_.values.size());
  out_.values.emplace_back();
  if (last == TypedValue::none)
    first = index;
  else
    out_.values[last].next = index;
  return last = index;
}

/// Takes one type off `types` and reads its value.
Result<> Reader::value_of(std::string_view& types, std::uint32_t& first, std::uint32_t& last, int depth) {
  TRY(step());
  if (depth > depth_limit) return fail(Fault::limit, "typedstream is nested too deeply");
  char type = types.front();
  types.remove_prefix(1);
  if (type == '[') return array_of(types, first, last, depth + 1);
  if (type == '{') return struct_of(types, first, last, depth + 1);
  std::uint32_t index = append(first, last);
  TypedValue value;
  Result<> read = scalar(type, value, depth + 1);
  value.next = out_.values[index].next;
  out_.values[index] = value;  // also when it failed: a broken object still has the text it began with
  return read;
}

Result<> Reader::scalar(char type, TypedValue& value, int depth) {
  switch (type) {
    case '@':
      return object(value, depth);
    case '#': {
      value.object = TRY(class_chain(0));
      value.kind =
          value.object == TypedValue::none ? TypedValue::Kind::nil : TypedValue::Kind::class_reference;
      return {};
    }
    case 'c':
    case 'C':
    case 'B':
      value.kind = TypedValue::Kind::integer;
      value.integer = type == 'c' ? std::int64_t{in_.be<std::int8_t>()} : std::int64_t{in_.u8()};
      return in_.check("typedstream character");
    case 's':
    case 'S':
    case 'i':
    case 'I':
    case 'l':
    case 'L':
    case 'q':
    case 'Q': {
      std::uint8_t head = in_.u8();
      TRY(in_.check("typedstream integer"));
      value.integer = TRY(integer(head));
      // A wide unsigned number has its top bit set like a negative one.
      if (type == 'S' || ((type == 'I' || type == 'L') && head == head_int32))
        value.integer &= type == 'S' ? 0xFFFF : 0xFFFFFFFF;
      value.kind = TypedValue::Kind::integer;
      return in_.check("typedstream integer");
    }
    case 'f':
    case 'd':
      value.real = TRY(floating(type == 'f' ? 4 : 8));
      value.kind = TypedValue::Kind::real;
      return in_.check("typedstream number");
    case '+':
      value.bytes = TRY(unshared_string());
      value.kind = TypedValue::Kind::bytes;
      return {};
    case '%':
      value.bytes = TRY(shared_string(in_.u8()));
      value.kind = TypedValue::Kind::bytes;
      return {};
    case '*': {
      std::uint8_t head = in_.u8();
      TRY(in_.check("typedstream text"));
      if (head == head_nil) return {};
      if (head == head_new) {
        value.bytes = TRY(shared_string(in_.u8()));
        std::uint32_t number = TRY(number_of({}));
        out_.objects[number].text = value.bytes;
      } else {
        value.bytes = out_.objects[TRY(reference(head, out_.objects.size()))].text;
      }
      value.kind = TypedValue::Kind::bytes;
      return {};
    }
    case '!':
      return {};  // an int that was left out
    default:
      return fail(Fault::unsupported,
                  fmt::format("typedstream type 0x{:02x} at byte {}", as_bytes({&type, 1})[0], in_.offset()));
  }
}

/// "[12c]": bytes at once, anything else one by one.
Result<> Reader::array_of(std::string_view& types, std::uint32_t& first, std::uint32_t& last, int depth) {
  std::uint64_t count = 0;
  auto [end, error] = std::from_chars(types.data(), types.data() + types.size(), count);
  if (error != std::errc{} || end == types.data() + types.size()) return malformed("array has no count");
  types.remove_prefix(static_cast<std::size_t>(end - types.data()));
  if (types.starts_with("c]") || types.starts_with("C]")) {
    types.remove_prefix(2);
    std::uint32_t index = append(first, last);
    out_.values[index].kind = TypedValue::Kind::bytes;
    out_.values[index].bytes = in_.take(count);
    return in_.check("typedstream array");
  }
  // Every element takes a byte at least, apart from empty structures; those are no reason to turn for long.
  if (count > in_.left())
    return fail(Fault::truncated, fmt::format("typedstream array is cut off at byte {}", in_.offset()));
  std::string_view element = types;
  for (std::uint64_t i = 0; i < count; ++i) {
    types = element;
    TRY(value_of(types, first, last, depth));
    if (types.empty()) return malformed("array type has no end");
  }
  if (count == 0) types.remove_prefix(std::min(types.find(']'), types.size()));
  if (!types.starts_with(']')) return malformed("array type has no end");
  types.remove_prefix(1);
  return {};
}

/// "{name=ii}": the values of its fields, one after another.
Result<> Reader::struct_of(std::string_view& types, std::uint32_t& first, std::uint32_t& last, int depth) {
  auto equals = types.find_first_of("=}");
  if (equals == std::string_view::npos || types[equals] == '}')
    return fail(Fault::unsupported, "typedstream structure without fields");
  types.remove_prefix(equals + 1);
  while (!types.empty() && types.front() != '}') TRY(value_of(types, first, last, depth));
  if (types.empty()) return malformed("structure type has no end");
  types.remove_prefix(1);
  return {};
}

Result<> Reader::read_all() {
  std::uint32_t last = TypedValue::none;
  while (!in_.at_end()) {
    std::uint8_t head = in_.u8();
    TRY(group(head, out_.first, last, 0));
  }
  return {};
}

}  // namespace

bool TypedStream::is_a(std::uint32_t object, std::string_view class_name) const {
  if (object >= objects.size()) return false;
  // A chain of references could be a ring; a real one is short.
  std::uint32_t at = objects[object].its_class;
  for (int i = 0; i < depth_limit && at < objects.size(); ++i, at = objects[at].its_class)
    if (as_text(objects[at].name) == class_name) return true;
  return false;
}

Result<TypedStream> read_typedstream(Bytes bytes) {
  Cursor in{bytes};
  std::uint8_t version = in.u8();
  std::uint8_t size = in.u8();
  std::string_view signature = as_text(in.take(11));
  TRY(in.check("typedstream header"));
  bool big = signature == "typedstream";
  if (version != 4 || size != 11 || (!big && signature != "streamtyped"))
    return fail(Fault::unsupported, "not a typedstream of version 4");
  TypedStream stream;
  Reader reader(in, big, stream);
  TRY(reader.skip_integer());  // the version of the system that wrote it: 1000
  if (Result<> read = reader.read_all(); !read) stream.stopped = read.error();
  return stream;
}

}  // namespace bridle
