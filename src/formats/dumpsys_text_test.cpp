#include "formats/dumpsys_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace bridle {
namespace {

TEST(DumpLines, gives_the_body_of_a_section) {
  DumpLines lines(
      "-------------------------------------------------------------------------------\n"
      "DUMP OF SERVICE x:\n  a \n\n    b\r\n--------- 0.1s was the duration of dumpsys x, ending at: y\nc\n");
  EXPECT_EQ(lines.peek()->text, "a");
  auto a = lines.next();
  EXPECT_EQ(a->number, 3);
  EXPECT_EQ(a->indent, 2u);
  EXPECT_TRUE(lines.next()->text.empty());
  EXPECT_EQ(lines.next()->indent, 4u);
  EXPECT_FALSE(lines.next());
  EXPECT_TRUE(lines.notes().empty());
}

TEST(DumpLines, tells_of_missing_and_stopped_services) {
  DumpLines lines("Can't find service: adb\na\n*** SERVICE 'x' DUMP TIMEOUT (10000ms) EXPIRED ***\n");
  while (lines.next()) lines.unknown();
  EXPECT_THAT(lines.notes(),
              ::testing::ElementsAre("the phone has no such service",
                                     "the dump was stopped when its time was up: what follows is missing",
                                     "lines of another form, which were passed over: 1"));
}

TEST(DumpFields, are_found_at_word_starts) {
  std::string_view text =
      R"(xid=1 id=2 name="a b" flags=[ A [B] ] on=true, off=false} big=99999999999999999999)";
  EXPECT_EQ(dump_field(text, "id"), "2");
  EXPECT_EQ(dump_integer(text, "id"), 2);
  EXPECT_EQ(dump_quoted(text, "name"), "a b");
  EXPECT_EQ(dump_bracketed(text, "flags"), "A [B]");
  EXPECT_EQ(dump_boolean(text, "on"), true);
  EXPECT_EQ(dump_boolean(text, "off"), false);
  EXPECT_FALSE(dump_integer(text, "big"));
  EXPECT_FALSE(dump_field(text, "none"));
  EXPECT_FALSE(dump_quoted(text, "id"));
  EXPECT_EQ(dump_bracketed("a={b", "a"), "b");
}

TEST(DumpDuration, adds_its_parts) {
  EXPECT_EQ(dump_duration_ms("+2d23h22m24s588ms"), 256'944'588);
  EXPECT_EQ(dump_duration_ms("-1s2ms"), -1002);
  EXPECT_EQ(dump_duration_ms("0"), 0);
  for (std::string_view bad : {"", "+", "5", "5x", "99999999999999999d", "1s-2s"})
    EXPECT_FALSE(dump_duration_ms(bad)) << bad;
}

TEST(DumpUid, knows_every_form) {
  EXPECT_EQ(dump_uid("1000"), 1000);
  EXPECT_EQ(dump_uid("u0a103"), 10'103);
  EXPECT_EQ(dump_uid("u10a5"), 1'010'005);
  EXPECT_EQ(dump_uid("u0i5"), 90'005);
  EXPECT_EQ(dump_uid("u10s1000"), 1'001'000);
  for (std::string_view bad : {"", "u", "u0", "u0a", "ua1", "-1", "u0a-1", "u99999a1"})
    EXPECT_FALSE(dump_uid(bad)) << bad;
}

TEST(DumpComponent, completes_short_names) {
  EXPECT_EQ(dump_component("a.b/.C")->name, "a.b.C");
  EXPECT_EQ(dump_component("a.b/c.D")->name, "c.D");
  EXPECT_EQ(dump_component("ComponentInfo{a.b/a.b.C}")->package, "a.b");
  EXPECT_FALSE(dump_component("a.b"));
  EXPECT_FALSE(dump_component("/c"));
}

TEST(PackageName, has_words_and_dots) {
  for (std::string_view good : {"android", "com.a_b.C1"}) EXPECT_TRUE(is_package_name(good)) << good;
  for (std::string_view bad : {"", ".", "a.", ".a", "a..b", "a b", "a/b"})
    EXPECT_FALSE(is_package_name(bad)) << bad;
}

}  // namespace
}  // namespace bridle
