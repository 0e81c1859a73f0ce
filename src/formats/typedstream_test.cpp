#include "formats/typedstream.h"

#include <gtest/gtest.h>

#include "formats/attributed_text.h"
#include "testing/corpus.h"
#include "testing/typedstream_builder.h"

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

/// "[offset+length name=value ...]" for each run.
std::string runs_of(const AttributedText& text) {
  std::string out;
  for (const AttributeRun& run : text.runs) {
    out += "[" + std::to_string(run.offset) + "+" + std::to_string(run.length);
    for (const auto& [name, value] : run.attributes) {
      out += " " + name + "=";
      if (const auto* s = std::get_if<std::string>(&value)) out += *s;
      if (const auto* n = std::get_if<std::int64_t>(&value)) out += std::to_string(*n);
      if (const auto* d = std::get_if<Bytes>(&value)) out += std::to_string(d->size()) + " bytes";
    }
    out += "]";
  }
  return out;
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

TEST(AttributedText, writes_the_bytes_that_ios_wrote) {
  CORPUS_OR_SKIP(folder, "ios-imessage-payloads/streamtyped");
  EXPECT_EQ(write_typedstream(plain_text("Noter test")), content_of(folder / "AttributedBodyTextOnly"));
}

TEST(AttributedText, reads_links_files_and_parts) {
  AttributedTemplate written{
      .text = "\uFFFCsee https://example.org/",
      .runs = {
          {.length = 1,
           .attributes = {{std::string(attribute::file_transfer), "at_0_GUID"},
                          {std::string(attribute::message_part), std::int64_t{0}}}},
          {.length = 4, .attributes = {{std::string(attribute::message_part), std::int64_t{1}}}},
          {.length = 20,
           .attributes = {
               {std::string(attribute::link), AttributedTemplate::Link{"https://example.org/"}},
               {std::string(attribute::message_part), std::int64_t{1}},
               {std::string(attribute::data_detected), AttributedTemplate::Data{std::string(300, 'd')}}}}}};
  std::string bytes = write_typedstream(written);
  auto text = read_attributed_text(as_bytes(bytes));
  ASSERT_TRUE(text);
  EXPECT_FALSE(text->stopped) << text->stopped->message;
  EXPECT_EQ(text->text, written.text);
  ASSERT_EQ(text->runs.size(), 3u);
  EXPECT_EQ(text->runs[0].text(attribute::file_transfer), "at_0_GUID");
  EXPECT_EQ(text->runs[1].number(attribute::message_part), 1);
  EXPECT_EQ(text->runs[2].offset, 5u);
  EXPECT_EQ(text->runs[2].text(attribute::link), "https://example.org/");
  EXPECT_EQ(text->runs[2].number(attribute::link), std::nullopt);
  EXPECT_EQ(std::get<Bytes>(text->runs[2].attributes[2].value).size(), 300u);
}

TEST(AttributedText, keeps_the_text_when_the_stream_breaks_off_behind_it) {
  std::string bytes = write_typedstream(plain_text("still here"));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    auto text = read_attributed_text(as_bytes(bytes).first(size));
    EXPECT_TRUE(!text || text->stopped || size + 3 > bytes.size()) << size;
    EXPECT_TRUE(size < 132 || (text && text->text == "still here")) << size;
  }
}

TEST(AttributedText, keeps_the_text_before_an_unknown_type) {
  std::string bytes = write_typedstream(plain_text("still here"));
  auto at = bytes.find("\x84\x02iI");
  bytes[at + 2] = 'b';
  auto text = read_attributed_text(as_bytes(bytes));
  ASSERT_TRUE(text);
  EXPECT_EQ(text->text, "still here");
  EXPECT_EQ(text->stopped->fault, Fault::unsupported);
  EXPECT_TRUE(text->runs.empty());
}

TEST(AttributedText, bounds_what_shared_attributes_take) {
  AttributedTemplate many{.text = "x",
                          .runs = {{.length = 1, .attributes = {{"name", std::string(1 << 20, 'v')}}}}};
  std::string bytes = write_typedstream(many);
  bytes.pop_back();
  auto type = bytes.find("\x84\x02iI");
  ASSERT_NE(type, std::string::npos);
  for (int i = 0; i < 1000; ++i) bytes += "\x99\x01\x01"s;  // the first dictionary again and again
  auto text = read_attributed_text(as_bytes(bytes + "\x86"));
  ASSERT_TRUE(text);
  EXPECT_EQ(text->stopped->fault, Fault::limit);
  EXPECT_LT(text->runs.size(), 20u);
}

TEST(AttributedText, reads_the_bodies_of_real_messages) {
  CORPUS_OR_SKIP(folder, "ios-imessage-payloads/streamtyped");
  auto expect = [&](const char* file, std::string_view text, std::string_view runs) {
    std::string bytes = content_of(folder / file);
    auto read = read_attributed_text(as_bytes(bytes));
    ASSERT_TRUE(read) << file << read.error().message;
    EXPECT_FALSE(read->stopped) << file << read->stopped->message;
    EXPECT_EQ(read->text, text) << file;
    EXPECT_EQ(runs_of(*read), runs) << file;
  };
  expect("AttributedBodyTextOnly", "Noter test", "[0+10 __kIMMessagePartAttributeName=0]");
  expect("AttributedBodyTextOnly2", "Test 3",
         "[0+6 __kIMBaseWritingDirectionAttributeName=-1 __kIMMessagePartAttributeName=0]");
  expect("Blank", "", "");
  expect("WeirdText", "𝖍𝖊𝖑𝖑𝖔 𝖜𝖔𝖗𝖑𝖉", "[0+21 __kIMMessagePartAttributeName=0]");
  expect("URL", "https://github.com/ReagentX/Logria",
         "[0+34 __kIMLinkAttributeName=https://github.com/ReagentX/Logria __kIMMessagePartAttributeName=0 "
         "__kIMBaseWritingDirectionAttributeName=-1 __kIMDataDetectedAttributeName=582 bytes]");
  expect("MultiPart", "\uFFFCtest 1\uFFFCtest 2 \uFFFCtest 3",
         "[0+1 __kIMFileTransferGUIDAttributeName=at_0_F0668F79-20C2-49C9-A87F-1B007ABB0CED "
         "__kIMMessagePartAttributeName=0]"
         "[1+6 __kIMMessagePartAttributeName=1]"
         "[7+1 __kIMFileTransferGUIDAttributeName=at_2_F0668F79-20C2-49C9-A87F-1B007ABB0CED "
         "__kIMMessagePartAttributeName=2]"
         "[8+7 __kIMMessagePartAttributeName=3]"
         "[15+1 __kIMFileTransferGUIDAttributeName=at_4_F0668F79-20C2-49C9-A87F-1B007ABB0CED "
         "__kIMMessagePartAttributeName=4]"
         "[16+6 __kIMMessagePartAttributeName=5]");
}

}  // namespace
}  // namespace bridle::testing
