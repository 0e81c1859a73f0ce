#include "scan/yara_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testing/corpus.h"

namespace bridle::testing {
namespace {

/// "rule $a@3+4; …" of one content.
std::string scanned(std::string_view rules, std::string_view content, int seconds = 10) {
  auto compiled = compile_yara({{"r.yar", std::string(rules)}});
  if (!compiled) return compiled.error().message;
  if (!compiled->files[0].error.empty()) return compiled->files[0].error;
  auto scanner = YaraScanner::load(as_bytes(compiled->bytes));
  if (!scanner) return scanner.error().message;
  std::string out;
  auto done = scanner->scan(as_bytes(content), seconds, [&](const YaraMatch& m) {
    out += std::string(out.empty() ? "" : "; ") + std::string(m.file) + " " + std::string(m.rule) + " " +
           std::string(m.string);
    if (m.offset) out += "@" + std::to_string(*m.offset) + "+" + std::to_string(*m.length);
    if (m.more > 0) out += " and " + std::to_string(m.more) + " more";
    if (!m.description.empty()) out += " (" + std::string(m.description) + ")";
  });
  return done ? out : out + " fault: " + done.error().message;
}

TEST(YaraRules, tell_every_place) {
  EXPECT_EQ(
      scanned(
          "rule a { meta: description = \"d\" strings: $x = \"evil\" $y = { 00 01 } condition: all of them }",
          std::string("evil..evil\0\x01", 12)),
      "r.yar a $x@0+4 (d); r.yar a $x@6+4 (d); r.yar a $y@10+2 (d)");
  EXPECT_EQ(scanned("rule a { condition: filesize > 2 }", "abc"), "r.yar a ");
  EXPECT_EQ(scanned("rule a { strings: $x = \"evil\" condition: $x }", "good"), "");
  EXPECT_EQ(scanned("rule a { strings: $x = \"evil\" condition: $x }", ""), "");
  std::string many(500, 'z');
  EXPECT_THAT(scanned("rule a { strings: $x = \"z\" condition: $x }", many),
              ::testing::EndsWith("$x@99+1 and 400 more"));
  EXPECT_THAT(scanned("import \"pe\" import \"elf\" import \"math\" import \"hash\" rule a { condition: "
                      "hash.md5(0, filesize) == \"900150983cd24fb0d6963f7d28e17f72\" }",
                      "abc"),
              "r.yar a ");
}

TEST(YaraRules, hostile_ones_are_left_out_and_named) {
  EXPECT_THAT(scanned("include \"/etc/passwd\"\nrule a { condition: true }", ""),
              ::testing::HasSubstr("line 1: include"));
  EXPECT_THAT(scanned("rule a { condition: ", ""), ::testing::StartsWith("at its end: "));
  EXPECT_THAT(scanned("import \"magic\" rule a { condition: magic.type() contains \"x\" }", ""),
              ::testing::HasSubstr("module magic"));
  EXPECT_THAT(scanned("import \"cuckoo\" rule a { condition: cuckoo.network.http_request(/x/) }", ""),
              ::testing::HasSubstr("module cuckoo"));
  EXPECT_THAT(scanned("import \"console\" rule a { condition: console.log(\"x\") }", ""),
              ::testing::HasSubstr("module console"));
  EXPECT_EQ(scanned("", ""), "it holds no rules");
  EXPECT_EQ(scanned(std::string("\0rule", 5), ""), "it is no text");
}

TEST(YaraRules, a_broken_file_does_not_take_the_others_with_it) {
  auto compiled = compile_yara({{"a", "rule a { condition: true }"},
                                {"b", "rule"},
                                {"c", "rule a { condition: true } rule b { condition: false }"}});
  ASSERT_TRUE(compiled) << compiled.error().message;
  EXPECT_EQ(compiled->rules(), 3u);
  EXPECT_EQ(compiled->files[0].error, "");
  EXPECT_NE(compiled->files[1].error, "");
  EXPECT_EQ(compiled->files[2].rules, 2u);
}

TEST(YaraRules, stop_in_time) {
  std::string slow =
      "rule a { condition: for all i in (0..filesize * 100000): (for any j in (0..filesize): (uint8(j) == "
      "300 or i >= 0)) }";
  EXPECT_THAT(scanned(slow, std::string(100'000, 'a'), 1),
              ::testing::HasSubstr("not held against all rules within 1 s"));
}

TEST(YaraRules, travel_as_they_are) {
  std::vector<YaraSource> sources{{"a", std::string("x\0y", 3)}, {"", ""}};
  auto packed = pack_yara_sources(sources);
  auto back = unpack_yara_sources(as_bytes(packed));
  ASSERT_TRUE(back);
  ASSERT_EQ(back->size(), 2u);
  EXPECT_EQ((*back)[0].text, sources[0].text);
  EXPECT_FALSE(unpack_yara_sources(as_bytes(packed).first(packed.size() - 1)));
}

TEST(YaraCorpus, published_rules_compile) {
  CORPUS_OR_SKIP(root, "");
  std::uint64_t rules = 0;
  for (const char* name : {"ioc-amnesty/2024-12-16_serbia_novispy/novispy.yara",
                           "ioc-amnesty/2021-02-24_vietnam/indicators/rules.yar",
                           "ioc-amnesty/2020-09-25_finfisher/rules.yar", "ioc-stalkerware/rules.yar"}) {
    auto text = content_of(root / name);
    ASSERT_FALSE(text.empty()) << name;
    auto compiled = compile_yara({{name, text}});
    ASSERT_TRUE(compiled);
    EXPECT_EQ(compiled->files[0].error, "") << name;
    rules += compiled->rules();
  }
  EXPECT_EQ(rules, 27u);
}

}  // namespace
}  // namespace bridle::testing
