#include <gtest/gtest.h>

#include "testing/plist_builder.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

using Dictionary = PlistTree::Dictionary;
using Array = PlistTree::Array;

}  // namespace

TEST(IosWebkitSessionResourceLog, reads_sites_and_their_ties) {
  EXPECT_EQ(records_in_domain(
                "ios.webkit_session_resource_log",
                write_bplist(Dictionary{
                    {"browsingStatistics",
                     Array{Dictionary{
                               {"PrevalentResourceOrigin", "a.example"},
                               {"hadUserInteraction", true},
                               {"mostRecentUserInteraction", Time{1'550'000'000'000'000'000}},
                               {"lastSeen", Time{1'550'000'100'000'000'000}},
                               {"topFrameUniqueRedirectsFrom", Array{Dictionary{{"origin", "evil.example"}}}},
                               {"topFrameUniqueRedirectsTo", Array{"b.example"}},
                               {"subframeUnderTopFrameOrigins", Array{Dictionary{{"domain", "c.example"}}}},
                               {"subresourceUnderTopFrameOrigins",
                                Array{Dictionary{{"count", 1}}, Dictionary{{"origin", "d.example"}}}}},
                           "odd",
                           Dictionary{{"PrevalentResourceOrigin", "never.example"},
                                      {"hadUserInteraction", false},
                                      {"mostRecentUserInteraction", Time{978'307'199'000'000'000}},
                                      {"lastSeen", 1550000200.0}}}}}),
                "AppDomain-com.apple.mobilesafari",
                "Library/WebKit/WebsiteData/ResourceLoadStatistics/full_browsing_session_resourceLog.plist"),
            "key browsingStatistics[0] | origin | com.apple.mobilesafari | 0 | a.example | visited | NULL | "
            "true | 2019-02-12T19:33:20Z | 2019-02-12T19:35:00Z\n"
            "key browsingStatistics[0].topFrameUniqueRedirectsFrom[0] | redirect_from | "
            "com.apple.mobilesafari | 0 | a.example | loaded | evil.example | true | NULL | NULL\n"
            "key browsingStatistics[0].topFrameUniqueRedirectsTo[0] | redirect_to | com.apple.mobilesafari | "
            "0 | a.example | loaded | b.example | true | NULL | NULL\n"
            "key browsingStatistics[0].subframeUnderTopFrameOrigins[0] | subframe_under | "
            "com.apple.mobilesafari | 0 | a.example | loaded | c.example | true | NULL | NULL\n"
            "skip key browsingStatistics[0].subresourceUnderTopFrameOrigins[0]: tie names no site\n"
            "key browsingStatistics[0].subresourceUnderTopFrameOrigins[1] | subresource_under | "
            "com.apple.mobilesafari | 0 | a.example | loaded | d.example | true | NULL | NULL\n"
            "skip key browsingStatistics[1]: entry is no dictionary\n"
            "key browsingStatistics[2] | origin | com.apple.mobilesafari | 2 | never.example | loaded | NULL "
            "| false | NULL | 2019-02-12T19:36:40Z\n");
}

TEST(IosWebkitSessionResourceLog, gives_up_on_another_plist) {
  EXPECT_EQ(records("ios.webkit_session_resource_log", write_plist_xml(Dictionary{{"version", 1}})),
            "failed: unsupported: plist has no array browsingStatistics\n");
}

}  // namespace bridle::testing
