#include "evidence/age_armour.h"

#include <gtest/gtest.h>

namespace bridle {
namespace {

std::string armoured(std::string_view content, std::string_view end_of_line = "\n") {
  std::string base64 = to_base64(as_bytes(content)), text(age_armour_begin);
  text += end_of_line;
  for (std::size_t at = 0; at < base64.size(); at += 64) {
    text += base64.substr(at, 64);
    text += end_of_line;
  }
  return text + "-----END AGE ENCRYPTED FILE-----" + std::string(end_of_line);
}

std::string opened(const std::string& text) {
  auto whole = view_source(as_bytes(text));
  auto source = open_age_armour(*whole);
  if (!source) return source.error().message;
  auto content = read_all(**source, 1 << 20);
  return content ? std::string(as_text(*content)) : content.error().message;
}

TEST(AgeArmour, gives_what_was_armoured) {
  std::string content;
  for (int i = 0; i < 300'000; ++i) content += static_cast<char>(i * 7 % 251);
  for (std::size_t size : {0, 1, 2, 3, 47, 48, 49, 96, 97, 300'000})
    for (const char* end_of_line : {"\n", "\r\n"})
      EXPECT_EQ(opened(armoured(content.substr(0, size), end_of_line)), content.substr(0, size)) << size;
}

TEST(AgeArmour, reads_any_piece) {
  std::string text = armoured("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
  auto whole = view_source(as_bytes(text));
  auto source = open_age_armour(*whole);
  ASSERT_TRUE(source);
  EXPECT_EQ((*source)->size(), 62U);
  std::vector<std::uint8_t> piece(4);
  ASSERT_TRUE((*source)->read(46, piece));
  EXPECT_EQ(as_text(piece), "KLMN");
  EXPECT_FALSE((*source)->read(60, piece));
}

TEST(AgeArmour, refuses_what_is_damaged) {
  std::string text = armoured(std::string(200, 'x'));
  EXPECT_EQ(opened(text.substr(0, text.size() - 40)), "the text armour of the age file has no end");
  EXPECT_EQ(opened("-----BEGIN AGE ENCRYPTED FILE-----"), "the text armour of the age file is damaged");
  EXPECT_EQ(opened(text + "more"), "the text armour of the age file is damaged");
  std::string shorter = text;
  shorter.erase(50, 1);
  EXPECT_NE(opened(shorter), std::string(200, 'x'));
  std::string other = text;
  other[50] = '!';
  EXPECT_NE(opened(other), std::string(200, 'x'));
}

}  // namespace
}  // namespace bridle
