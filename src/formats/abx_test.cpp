#include "formats/abx.h"

#include <gtest/gtest.h>

#include "testing/abx_builder.h"

namespace bridle {
namespace {

std::string read(const std::string& bytes) {
  auto reader = AbxReader::open(as_bytes(bytes));
  if (!reader) return reader.error().message;
  std::string text;
  for (;;) {
    auto element = reader->next();
    if (!element) return text + element.error().message;
    if (!*element) return text;
    text += std::to_string((*element)->depth) + " " + (*element)->name;
    for (const auto& [name, value] : (*element)->attributes) text += " " + name + "=" + value;
    text += "\n";
  }
}

std::string key_store() {
  return testing::AbxBuilder()
      .start("keyStore")
      .attribute("version", 1)
      .start("adbKey")
      .attribute("key", "QUJD a@b")
      .attribute("lastConnection", 1'628'501'829'898)
      .truth("on", true)
      .end("adbKey")
      .end("keyStore")
      .write();
}

TEST(Abx, gives_elements_in_order) {
  EXPECT_EQ(read(key_store()),
            "1 keyStore version=1\n2 adbKey key=QUJD a@b lastConnection=1628501829898 on=true\n");
}

TEST(Abx, takes_several_roots_and_no_document_token) {
  auto one = testing::AbxBuilder().start("a").end("a").start("b").attribute("x", "").end("b").write(false);
  EXPECT_EQ(read(one), "1 a\n1 b x=\n");
}

TEST(Abx, gives_what_stands_before_a_cut) {
  std::string cut = key_store();
  EXPECT_EQ(read(cut.substr(0, cut.size() - 30)).substr(0, 21), "1 keyStore version=1\n");
  EXPECT_EQ(read("ABX"), "no binary XML: its magic is missing");
  EXPECT_EQ(read(std::string("ABX\0\x32\x00\x05", 7)), "binary XML points outside its pool of names");
  EXPECT_EQ(read(std::string("ABX\0\x0B", 5)), "binary XML has an unknown token at byte 4");
}

TEST(Abx, refuses_endless_nesting) {
  testing::AbxBuilder deep;
  for (int i = 0; i < 70; ++i) deep.start("a");
  EXPECT_TRUE(read(deep.write()).ends_with("binary XML is nested too deeply"));
}

}  // namespace
}  // namespace bridle
