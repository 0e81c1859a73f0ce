#include "formats/typedstream.h"

#include <gtest/gtest.h>

namespace bridle::testing {
namespace {

using namespace std::string_literals;

const std::string header = "\x04\x0bstreamtyped\x81\xe8\x03"s;
/// A new group with this type string.
std::string group(std::string_view type, std::string_view content) {
  return "\x84"s + static_cast<char>(type.size()) + std::string(type) + std::string(content);
}

std::vector<std::int64_t> integers_of(const std::string& bytes) {
  auto stream = read_typedstream(as_bytes(bytes));
  std::vector<std::int64_t> found;
  if (!stream) return found;
  for (auto at = stream->first; at != TypedValue::none; at = stream->values[at].next)
    if (stream->values[at].kind == TypedValue::Kind::integer) found.push_back(stream->values[at].integer);
  return found;
}

std::optional<Fault> stopped_by(const std::string& bytes) {
  auto stream = read_typedstream(as_bytes(bytes));
  if (!stream) return stream.error().fault;
  return stream->stopped ? std::optional(stream->stopped->fault) : std::nullopt;
}

TEST(Typedstream, reads_integers_of_every_width) {
  EXPECT_EQ(integers_of(header + group("cCsSiIlLqQ",
                                       "\xFF\xFF\x92\x81\xFF\xFF\x7F\x82\xFF\xFF\xFF\xFF\x00\x81\x00\x01"
                                       "\x87\x00\x00\x00\x00\x01\x00\x00\x00\x05"s)),
            (std::vector<std::int64_t>{-1, 255, -110, 0xFFFF, 127, 0xFFFFFFFF, 0, 256, 1LL << 32, 5}));
}

TEST(Typedstream, reads_numbers_arrays_and_structures) {
  std::string bytes = header + group("fd", "\x05\x83\x00\x00\x00\x00\x00\x00\xF8\x3F"s) +
                      group("[3c]", "abc") + group("{_NSRange=QQ}", "\x01\x02") + group("[2s]", "\x03\x04");
  auto stream = read_typedstream(as_bytes(bytes));
  ASSERT_TRUE(stream);
  EXPECT_FALSE(stream->stopped);
  ASSERT_EQ(stream->values.size(), 7u);
  EXPECT_EQ(stream->values[0].real, 5.0);
  EXPECT_EQ(stream->values[1].real, 1.5);
  EXPECT_EQ(as_text(stream->values[2].bytes), "abc");
  EXPECT_EQ(integers_of(bytes), (std::vector<std::int64_t>{1, 2, 3, 4}));
}

TEST(Typedstream, reads_the_other_byte_order) {
  EXPECT_EQ(integers_of("\x04\x0btypedstream\x81\x03\xe8"s + group("i", "\x81\x01\x00"s)),
            (std::vector<std::int64_t>{256}));
}

TEST(Typedstream, says_what_it_cannot_read) {
  EXPECT_EQ(stopped_by("bplist00bplist00"), Fault::unsupported);
  EXPECT_EQ(stopped_by("\x04\x0b"), Fault::truncated);
  EXPECT_EQ(stopped_by(header + group("b3", "\x01")), Fault::unsupported);
  EXPECT_EQ(stopped_by(header + group("i", "\x81\x01"s)), Fault::truncated);
  EXPECT_EQ(stopped_by(header + group("i", "\x90"s)), Fault::malformed);
  EXPECT_EQ(stopped_by(header + "\x93"s), Fault::malformed);
  EXPECT_EQ(stopped_by(header + group("@", "\x94"s)), Fault::malformed);
  EXPECT_EQ(stopped_by(header + group("[3i", "\1\2\3")), Fault::malformed);
  EXPECT_EQ(stopped_by(header + group("[99999999999c]", "a")), Fault::truncated);
  EXPECT_EQ(stopped_by(header + group("[99999999999i]", "a")), Fault::truncated);
  EXPECT_EQ(stopped_by(header + group("+", "\x85"s)), Fault::malformed);
}

TEST(Typedstream, a_reference_that_leads_nowhere_leaves_no_object) {
  std::string bytes = header + group("@", "\x94"s);  // found by typedstream_fuzz
  auto stream = read_typedstream(as_bytes(bytes));
  ASSERT_TRUE(stream);
  ASSERT_EQ(stream->values.size(), 1u);
  EXPECT_EQ(stream->values[0].kind, TypedValue::Kind::nil);
}

TEST(Typedstream, refuses_deep_nesting_and_free_values) {
  std::string deep = header + group("@", "");
  for (int i = 0; i < 5000; ++i) deep += "\x84\x85\x92"s;
  EXPECT_EQ(stopped_by(deep), Fault::limit);
  std::string classes = header + group("@",
                                       "\x84\x84\x84\x01"
                                       "A\x00"s);
  for (int i = 0; i < 5000; ++i) classes += "\x84\x93\x00"s;
  EXPECT_EQ(stopped_by(classes), Fault::limit);
  std::string idle = header + group(std::string(100, '!'), "");
  for (int i = 0; i < 100'000; ++i) idle += '\x92';
  EXPECT_EQ(stopped_by(idle), Fault::limit);
  std::string brackets(100, '[');
  EXPECT_TRUE(stopped_by(header + group(brackets, "\x01")));
}

}  // namespace
}  // namespace bridle::testing
