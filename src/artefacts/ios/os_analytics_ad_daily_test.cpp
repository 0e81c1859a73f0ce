#include <gtest/gtest.h>

#include "testing/plist_builder.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

using Dictionary = PlistTree::Dictionary;
using Array = PlistTree::Array;

}  // namespace

TEST(IosOsAnalyticsAdDaily, gives_a_row_to_each_process) {
  EXPECT_EQ(
      records("ios.os_analytics_ad_daily",
              write_bplist(Dictionary{
                  {"version", 1},
                  {"netUsageBaseline",
                   Dictionary{{"mDNSResponder", Array{Time{1'600'000'000'500'000'000}, 10, 20, 30.0, 40}},
                              {"com.apple.WebKit.Networking.process",
                               Array{Time{1'600'000'000'000'000'000}, 1, 2, 3, 4}},
                              {"nsurlsessiond/com.example.app",
                               Array{Time{1'600'000'000'000'000'000}, 1, 2, 3, 4}}}}})),
      "key netUsageBaseline[0] | mDNSResponder | NULL | mDNSResponder | 2020-09-13T12:26:40.500Z | 10 | 20 | "
      "30 | 40\n"
      "key netUsageBaseline[1] | com.apple.WebKit.Networking.process | NULL | "
      "com.apple.WebKit.Networking.process | 2020-09-13T12:26:40Z | 1 | 2 | 3 | 4\n"
      "key netUsageBaseline[2] | nsurlsessiond | com.example.app | nsurlsessiond/com.example.app | "
      "2020-09-13T12:26:40Z | 1 | 2 | 3 | 4\n");
}

TEST(IosOsAnalyticsAdDaily, keeps_the_name_of_an_entry_that_is_too_short) {
  EXPECT_EQ(records("ios.os_analytics_ad_daily",
                    write_plist_xml(Dictionary{
                        {"netUsageBaseline",
                         Dictionary{{"bh", Array{Time{1'600'000'000'000'000'000}, 7}}, {"odd", "text"}}}})),
            "skip key netUsageBaseline[0]: entry holds less than a time and four counters\n"
            "key netUsageBaseline[0] | bh | NULL | bh | 2020-09-13T12:26:40Z | 7 | NULL | NULL | NULL\n"
            "skip key netUsageBaseline[1]: entry holds less than a time and four counters\n"
            "key netUsageBaseline[1] | odd | NULL | odd | NULL | NULL | NULL | NULL | NULL\n");
}

TEST(IosOsAnalyticsAdDaily, notes_a_file_without_counters) {
  EXPECT_EQ(records("ios.os_analytics_ad_daily", write_bplist(Dictionary{{"other", 1}})),
            "note: this file has no netUsageBaseline\n");
  EXPECT_EQ(records("ios.os_analytics_ad_daily", write_bplist(Array{})),
            "failed: malformed: plist is no dictionary\n");
  EXPECT_EQ(records("ios.os_analytics_ad_daily", write_bplist(Dictionary{{"netUsageBaseline", 1}})),
            "failed: malformed: netUsageBaseline is no dictionary\n");
}

}  // namespace bridle::testing
