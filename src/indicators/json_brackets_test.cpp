#include "indicators/json_brackets.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace bridle {
namespace {

/// A character at a time, as anyone would write it.
std::size_t plain(std::string_view json, std::size_t at) {
  std::size_t depth = 0;
  bool in_string = false;
  for (; at < json.size(); ++at) {
    char c = json[at];
    if (in_string) {
      if (c == '\\')
        ++at;
      else
        in_string = c != '"';
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if ((c == '}' || c == ']') && --depth == 0) {
      return at + 1;
    }
  }
  return std::string_view::npos;
}

TEST(JsonBrackets, ends_behind_the_bracket_that_closes_the_first) {
  EXPECT_EQ(end_of_brackets("{}", 0), 2u);
  EXPECT_EQ(end_of_brackets(R"(x{"a":[1,{"b":"}]"}]},)", 1), 21u);
  EXPECT_EQ(end_of_brackets(R"({"a":"\"}"})", 0), 11u);
  EXPECT_EQ(end_of_brackets("[" + std::string(200, ' ') + "]", 0), 202u);
}

TEST(JsonBrackets, says_when_the_text_ends_first) {
  EXPECT_EQ(end_of_brackets("{", 0), std::string_view::npos);
  EXPECT_EQ(end_of_brackets(R"({"a":"})", 0), std::string_view::npos);
  EXPECT_EQ(end_of_brackets(R"({"a":"\)", 0), std::string_view::npos);
  EXPECT_EQ(end_of_brackets("{" + std::string(63, ' '), 0), std::string_view::npos);
}

TEST(JsonBrackets, agrees_with_a_character_at_a_time) {
  std::mt19937 random(7);  // NOLINT(*-msc51-cpp): the same every time
  constexpr std::string_view characters = "{}[]\"\\ abcdefgh,:,:,:    ";
  int ended = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text = "{";
    auto size = 1 + random() % 300, kinds = 4 + random() % (characters.size() - 4);
    for (std::size_t i = 0; i < size; ++i) text += characters[random() % kinds];
    text += std::string(random() % 3, '}');
    auto end = plain(text, 0);
    ended += end == std::string_view::npos ? 0 : 1;
    ASSERT_EQ(end_of_brackets(text, 0), end) << text;
  }
  EXPECT_GT(ended, 5'000);
}

}  // namespace
}  // namespace bridle
