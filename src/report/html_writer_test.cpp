#include "report/html_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bridle {
namespace {

using testing::HasSubstr;
using testing::Not;

// What a value looks like in the body.
std::string shown(std::string_view value, std::size_t most = 400) {
  Html html("t", "s", "r");
  std::string before = Html("t", "s", "r").take();
  std::size_t head = before.find("<body>\n") + 7;
  std::string whole = html.evidence(value, most).take();
  whole = whole.substr(head, whole.find("</body>") - head);
  constexpr std::string_view open = "<bdi class=evidence>", close = "</bdi>";
  EXPECT_TRUE(whole.starts_with(open) && whole.ends_with(close)) << whole;
  return whole.substr(open.size(), whole.size() - open.size() - close.size());
}

TEST(Html, escapes_what_would_end_a_style_a_script_or_an_attribute) {
  EXPECT_EQ(shown("</style>"), "&lt;/style&gt;");
  EXPECT_EQ(shown("\"><script>alert('1')</script>"),
            "&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;");
  EXPECT_EQ(shown("</bdi><!--&lt;"), "&lt;/bdi&gt;&lt;!--&amp;lt;");
}

TEST(Html, shows_direction_marks_and_unseen_characters_as_tokens) {
  EXPECT_EQ(shown("\u202Egpj.exe"), "<span class=token>[U+202E]</span>gpj.exe");
  EXPECT_EQ(shown("a\u200Bb"), "a<span class=token>[U+200B]</span>b");
  EXPECT_EQ(shown(std::string_view("a\0b", 3)), "a<span class=token>[U+0000]</span>b");
  EXPECT_EQ(shown("\x1B[31m"), "<span class=token>[U+001B]</span>[31m");
  EXPECT_EQ(shown("\U000E0041"), "<span class=token>[U+E0041]</span>");
  EXPECT_EQ(shown("\u2066x\u2069"), "<span class=token>[U+2066]</span>x<span class=token>[U+2069]</span>");
}

TEST(Html, tells_a_bad_byte_from_a_replacement_character) {
  EXPECT_EQ(shown("a\xFF"), "a<span class=token>[byte FF]</span>");
  EXPECT_EQ(shown("\uFFFD"), "\uFFFD");
  EXPECT_EQ(shown("\xE2\x80"), "<span class=token>[byte E2]</span><span class=token>[byte 80]</span>");
}

TEST(Html, leaves_seen_text_of_any_script_as_it_is) {
  EXPECT_EQ(shown("Привет, مرحبا, 你好\n\t😀"), "Привет, مرحبا, 你好\n\t😀");
}

TEST(Html, cuts_a_long_value_and_says_how_long_it_was) {
  EXPECT_EQ(shown("äbcd", 2), "äb<span class=cut>… (4 characters)</span>");
  EXPECT_EQ(shown("äb", 2), "äb");
  std::string megabyte(1'000'000, '<');
  std::string cut = shown(megabyte);
  EXPECT_LT(cut.size(), 2000u);
  EXPECT_THAT(cut, HasSubstr("(1000000 characters)"));
}

TEST(Html, keeps_only_plain_characters_of_the_running_head) {
  std::string page = Html("t", "s", "device \"}</style><script>\u202E\\").take();
  EXPECT_THAT(page, HasSubstr("content: \"device stylescript\";"));
  EXPECT_THAT(page, Not(HasSubstr("<script")));
}

TEST(Html, closes_what_is_open_in_the_right_order) {
  std::string page = Html("t", "s", "r").open("p class=lead").open("b").text("x").take();
  EXPECT_THAT(page, HasSubstr("<p class=lead><b>x</b></p>"));
}

}  // namespace
}  // namespace bridle
