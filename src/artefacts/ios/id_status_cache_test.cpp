#include <gtest/gtest.h>

#include <algorithm>

#include "testing/corpus.h"
#include "testing/plist_builder.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

using Dictionary = PlistTree::Dictionary;
using Array = PlistTree::Array;

}  // namespace

TEST(IosIdStatusCache, gives_a_row_to_each_lookup) {
  EXPECT_EQ(
      records("ios.id_status_cache",
              write_bplist(Dictionary{
                  {"CacheVersion", 1},
                  {"com.apple.madrid",
                   Dictionary{
                       {"mailto:eve@example.org",
                        Dictionary{{"LookupDate", 635290963.5}, {"IDStatus", 1}, {"ValidExpiry", 604800.0}}},
                       {"tel:+14155550100", Dictionary{{"LookupDate", 635290964.0}, {"IDStatus", 2}}}}},
                  {"com.apple.ess",
                   Dictionary{{"mailto:eve@example.org", Dictionary{{"LookupDate", 0}, {"IDStatus", 3}}},
                              {"urn:ds:17", Dictionary{}},
                              {"tel:1", "odd"}}}})),
      "key com.apple.madrid[0] | com.apple.madrid | mailto:eve@example.org | eve@example.org | "
      "2021-02-17T21:42:43.500Z | 1 | registered | 2 | false | {\"ValidExpiry\":604800}\n"
      "key com.apple.madrid[1] | com.apple.madrid | tel:+14155550100 | +14155550100 | 2021-02-17T21:42:44Z | "
      "2 | not registered | 1 | false | NULL\n"
      "key com.apple.ess[0] | com.apple.ess | mailto:eve@example.org | eve@example.org | NULL | 3 |  | 2 | "
      "false | NULL\n"
      "key com.apple.ess[1] | com.apple.ess | urn:ds:17 | NULL | NULL | NULL |  | 1 | false | NULL\n"
      "skip key com.apple.ess[2]: entry is no dictionary\n");
}

TEST(IosIdStatusCache, shows_nul_characters_and_says_when_there_are_two) {
  EXPECT_EQ(
      records("ios.id_status_cache",
              write_bplist(Dictionary{
                  {"com.apple.madrid",
                   Dictionary{{std::string("mailto:'eve@example.org\0\0'", 26),
                               Dictionary{{"LookupDate", 635290963.0}, {"IDStatus", 1}}},
                              {std::string("mailto:a@example.org\0", 21), Dictionary{{"IDStatus", 1}}}}}})),
      "key com.apple.madrid[0] | com.apple.madrid | mailto:'eve@example.org\\x00\\x00' | eve@example.org | "
      "2021-02-17T21:42:43Z | 1 | registered | 1 | true | NULL\n"
      "key com.apple.madrid[1] | com.apple.madrid | mailto:a@example.org\\x00 | a@example.org | NULL | 1 | "
      "registered | 1 | false | NULL\n");
}

TEST(IosIdStatusCache, gives_up_on_what_is_no_dictionary) {
  EXPECT_EQ(records("ios.id_status_cache", write_bplist(Array{})),
            "failed: malformed: plist is no dictionary\n");
}

TEST(IosIdStatusCache, reads_the_corpus) {
  CORPUS_OR_SKIP(file, "ios-plaso/ios/com.apple.identityservices.idstatuscache.plist");
  std::string text = records("ios.id_status_cache", content_of(file));
  EXPECT_EQ(std::ranges::count(text, '\n'), 40);
  EXPECT_NE(text.find("| com.apple.private.alloy.tincan.audio | tel:+13233208923 | +13233208923 | "
                      "2021-02-20T01:00:30.799"),
            std::string::npos)
      << text;
}

}  // namespace bridle::testing
