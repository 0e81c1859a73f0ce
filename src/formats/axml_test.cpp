#include "formats/axml.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "testing/axml_builder.h"

namespace bridle {
namespace {

using testing::AxmlBuilder;

std::string said(const std::string& bytes) {
  auto xml = AxmlReader::open(as_bytes(bytes));
  if (!xml) return xml.error().message;
  std::string text;
  for (;;) {
    auto event = xml->next();
    if (!event) text += event.error().message + "\n";
    if (!event || !*event) break;
    text += fmt::format("{}{} {}", (*event)->is_start ? "+" : "-", (*event)->depth, (*event)->name);
    for (const AxmlAttribute& each : (*event)->attributes)
      text += fmt::format(" {}({:x})={}:{}{}", each.name, each.resource, each.type, each.text,
                          each.text.empty() ? std::to_string(each.data) : "");
    text += "\n";
  }
  for (std::string_view oddity : xml->oddities()) text += fmt::format("odd: {}\n", oddity);
  return text;
}

AxmlBuilder small() {
  return AxmlBuilder()
      .start("a")
      .text(0x01010003, "name", "x.y")
      .number(0, "n", -1)
      .start("b")
      .truth(0x01010010, "exported", true)
      .end("b")
      .end("a");
}

constexpr std::string_view expected =
    "+1 a name(1010003)=3:x.y n(0)=16:4294967295\n+2 b exported(1010010)=18:4294967295\n-2 b\n-1 a\n";

TEST(Axml, reads_both_encodings) {
  EXPECT_EQ(said(small().write(true)), expected);
  EXPECT_EQ(said(small().write(false)), expected);
}

TEST(Axml, goes_on_where_android_does_and_says_so) {
  std::string bytes = small().write();
  std::string foreign = bytes;
  foreign[0] = 0;  // the type of the whole
  EXPECT_EQ(said(foreign), std::string(expected) + "odd: its first chunk claims to be something else\n");
  std::string counted = bytes;
  counted[8 + 8 + 3] = 0x7F;  // texts in the pool
  EXPECT_EQ(said(counted), std::string(expected) + "odd: its pool counts more texts than it has\n");
  std::string longer = bytes;
  longer[7] = 0x10;
  EXPECT_EQ(said(longer), std::string(expected) + "odd: it claims to be longer than it is\n");
  std::string unknown =
      bytes.substr(0, 8) + std::string("\x77\x07\x08\x00\x08\x00\x00\x00", 8) + bytes.substr(8);
  EXPECT_EQ(said(unknown), std::string(expected) + "odd: it has a chunk of an unknown kind\n");
}

TEST(Axml, names_are_told_by_number_where_there_is_one) {
  std::string bytes =
      AxmlBuilder().start("a").text(0x01010003, "lie", "x").text(0, "name", "y").end("a").write();
  auto xml = AxmlReader::open(as_bytes(bytes));
  ASSERT_TRUE(xml);
  auto event = xml->next();
  ASSERT_TRUE(event && *event);
  EXPECT_EQ((*event)->attribute(0x01010003, "name")->text, "x");
  EXPECT_EQ((*event)->attribute(0x01010006, "permission"), nullptr);
}

TEST(Axml, stops_at_damage) {
  std::string bytes = small().write();
  EXPECT_EQ(said("abc"), "binary XML is cut off at byte 2");
  EXPECT_EQ(said(std::string(8, '\0')), "binary XML without a document");
  std::string cut = bytes.substr(0, bytes.size() - 30);
  EXPECT_NE(said(cut).find("binary XML ends inside a chunk\n"), std::string::npos) << said(cut);
  std::string deep;
  AxmlBuilder nested;
  for (int i = 0; i < 70; ++i) nested.start("a");
  EXPECT_NE(said(nested.write()).find("binary XML is nested too deep\n"), std::string::npos);
  EXPECT_NE(said(AxmlBuilder().end("a").write()).find("ends an element that it did not begin"),
            std::string::npos);
}

}  // namespace
}  // namespace bridle
