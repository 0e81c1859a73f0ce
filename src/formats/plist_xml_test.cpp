#include "formats/plist_xml.h"

#include <gtest/gtest.h>

#include "base/limits.h"
#include "formats/plist.h"
#include "testing/plist_builder.h"

namespace bridle::testing {
namespace {

std::string json_of(std::string_view xml) {
  auto plist = Plist::parse(as_bytes(xml));
  return plist ? to_json(plist->root()) : std::string(name(plist.error().fault));
}

std::string utf16(std::string_view ascii, bool big) {
  std::string out = big ? "\xFE\xFF" : "\xFF\xFE";
  for (char c : ascii) out += big ? std::string{'\0', c} : std::string{c, '\0'};
  return out;
}

TEST(PlistXml, reads_every_kind_of_value) {
  PlistTree tree = PlistTree::Dictionary{{"text", "a <b> & c"},
                                         {"yes", true},
                                         {"negative", -7},
                                         {"unsigned", ~std::uint64_t{0}},
                                         {"real", 1.5},
                                         {"date", Time{1'600'000'000'000'000'000}},
                                         {"data", plist_data("bridle")},
                                         {"uid", plist_uid(3)},
                                         {"array", PlistTree::Array{1, "gr\u00fc\u00df"}}};
  EXPECT_EQ(json_of(write_plist_xml(tree)),
            R"({"text":"a \u003cb> & c","yes":true,"negative":-7,"unsigned":18446744073709551615,"real":1.5,)"
            R"("date":"2020-09-13T12:26:40Z","data":"YnJpZGxl","uid":{"CF$UID":3},"array":[1,"grüß"]})");
}

TEST(PlistXml, reads_utf16_of_both_orders) {
  EXPECT_EQ(json_of(utf16("<plist><string>wide</string></plist>", true)), "\"wide\"");
  EXPECT_EQ(json_of(utf16("<plist><string>wide</string></plist>", false)), "\"wide\"");
}

TEST(PlistXml, reads_integers_in_every_spelling) {
  EXPECT_EQ(json_of("<array><integer> +5 </integer><integer>0xFf</integer><integer>-0x10</integer>"
                    "<integer>-9223372036854775808</integer></array>"),
            "[5,255,-16,-9223372036854775808]");
}

TEST(PlistXml, a_leaf_without_an_expressible_content_is_there_without_a_value) {
  EXPECT_EQ(
      json_of("<array><integer>18446744073709551616</integer><integer>x</integer><integer/><real>z</real>"
              "<date>yesterday</date><data>A*B=</data></array>"),
      "[null,null,null,null,null,null]");
}

TEST(PlistXml, joins_text_and_cdata_and_leaves_comments_out) {
  EXPECT_EQ(json_of("<string>a<![CDATA[<b>]]><!-- no -->c</string>"), R"("a\u003cb>c")");
  EXPECT_EQ(json_of("<string>  </string>"), R"("  ")");
}

TEST(PlistXml, takes_data_with_white_space_and_without_padding) {
  EXPECT_EQ(json_of("<data>\n\tYnJp\n\tZGxl\n</data>"), "\"YnJpZGxl\"");
  EXPECT_EQ(json_of("<data>YQ</data>"), "\"YQ==\"");
  EXPECT_EQ(json_of("<data/>"), "\"\"");
}

TEST(PlistXml, never_resolves_entities_and_refuses_their_declaration) {
  EXPECT_EQ(
      json_of(
          "<!DOCTYPE plist [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><plist><string>&x;</string></plist>"),
      "unsupported");
  EXPECT_EQ(json_of("<plist><string>&x;</string></plist>"), "\"&x;\"");
}

TEST(PlistXml, refuses_what_is_nested_too_deeply_without_using_the_stack) {
  EXPECT_EQ(json_of(deep_plist_xml(depth_limit)).size(), 2u * depth_limit + 4);
  EXPECT_EQ(json_of(deep_plist_xml(depth_limit + 1)), "limit");
  EXPECT_EQ(json_of(deep_plist_xml(500'000)), "limit");
}

TEST(PlistXml, refuses_more_markup_than_a_million_objects_need) {
  std::string many = "<array>";
  for (int i = 0; i < 3'000'001; ++i) many += "<a/>";
  EXPECT_EQ(json_of(many + "</array>"), "limit");
}

TEST(PlistXml, says_whether_a_list_is_cut_off_or_wrong) {
  EXPECT_EQ(json_of(""), "truncated");
  EXPECT_EQ(json_of("<plist><dict><key>a</key><string>b"), "truncated");
  EXPECT_EQ(json_of("<plist><dict><key>a</key></dict></plist>"), "malformed");
  EXPECT_EQ(json_of("<plist><dict><string>a</string></dict></plist>"), "malformed");
  EXPECT_EQ(json_of("<plist></plist>"), "malformed");
  EXPECT_EQ(json_of("<plist><true/><true/></plist>"), "malformed");
  EXPECT_EQ(json_of("<plist><verdict/></plist>"), "malformed");
  EXPECT_EQ(json_of("<plist><string><true/></string></plist>"), "malformed");
  EXPECT_EQ(json_of("( old, text )"), "unsupported");
}

}  // namespace
}  // namespace bridle::testing
