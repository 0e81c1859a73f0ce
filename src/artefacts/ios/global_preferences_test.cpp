#include <gtest/gtest.h>

#include <algorithm>

#include "testing/corpus.h"
#include "testing/plist_builder.h"
#include "testing/records.h"

namespace bridle::testing {

using Dictionary = PlistTree::Dictionary;
using Array = PlistTree::Array;

TEST(IosGlobalPreferences, gives_a_row_to_each_setting) {
  EXPECT_EQ(
      records("ios.global_preferences", write_bplist(Dictionary{{"AppleLocale", "de_DE"},
                                                                {"AppleLanguages", Array{"de-DE", "en-GB"}},
                                                                {"LDMGlobalEnabled", false}})),
      "key AppleLocale | AppleLocale | \"de_DE\" | NULL\n"
      "key AppleLanguages | AppleLanguages | [\"de-DE\",\"en-GB\"] | NULL\n"
      "key LDMGlobalEnabled | LDMGlobalEnabled | false | false\n");
}

TEST(IosGlobalPreferences, takes_a_number_for_a_truth_value) {
  EXPECT_EQ(records("ios.global_preferences", write_plist_xml(Dictionary{{"LDMGlobalEnabled", 1}})),
            "key LDMGlobalEnabled | LDMGlobalEnabled | 1 | true\n");
  EXPECT_EQ(records("ios.global_preferences", write_plist_xml(Dictionary{{"LDMGlobalEnabled", "yes"}})),
            "key LDMGlobalEnabled | LDMGlobalEnabled | \"yes\" | NULL\n");
}

TEST(IosGlobalPreferences, gives_up_on_what_holds_no_settings) {
  EXPECT_EQ(records("ios.global_preferences", write_bplist(Array{})),
            "failed: malformed: preferences are no dictionary\n");
}

TEST(IosGlobalPreferences, reads_the_corpus) {
  CORPUS_OR_SKIP(folder, "ios-mvt-backup/ios_backup/0d");
  std::string text =
      records("ios.global_preferences", content_of(folder / "0dc926a1810f7aee4e8f38793ed788701f93bf9d"));
  EXPECT_EQ(std::ranges::count(text, '\n'), 16);
  EXPECT_TRUE(text.starts_with("key WebKitShowLinkPreviews | WebKitShowLinkPreviews | false | NULL\n"))
      << text;
  EXPECT_NE(text.find("key LDMGlobalEnabled | LDMGlobalEnabled | true | true\n"), std::string::npos);
}

}  // namespace bridle::testing
