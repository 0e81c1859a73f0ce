#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {
namespace {

constexpr const char* traffic =
    "INSERT INTO ios_data_usage(id, kind, process_name, stored_name, live_time) VALUES(1, 'usage', "
    "'nehelper', 'nehelper', 1600000000000000000), (2, 'usage', 'powerd', "
    "'powerd/com.apple.datausage.diagnostics', 1600000100000000000), (3, 'usage', 'powerd', "
    "'powerd/com.apple.other', 1600000100000000000)";
constexpr const char* folder =
    "INSERT INTO ios_manifest(id, domain, relative_path, flags, modified, status_changed) VALUES(7, "
    "'MediaDomain', 'Library/SMS/Attachments/0a', 2, 1600000200000000000, 1600000200000000000), (8, "
    "'MediaDomain', 'Library/SMS/Attachments/0b', 2, 1600000200000000000, 1600000200000000000), (9, "
    "'MediaDomain', 'Library/SMS/Attachments/0b/11/GUID/a.jpg', 1, 1600000200000000000, 1600000200000000000)";

}  // namespace

TEST(IosTriangulationTimeline, takes_two_kinds_of_events_within_five_minutes) {
  CaseBuilder builder;
  EXPECT_EQ(builder.run(traffic).run(folder).findings("ios.triangulation_timeline"),
            "medium low 2020-09-13T12:26:40Z | Within five minutes of each other stand traffic of a program "
            "of the chain, and a folder of attachments without an attachment. | ios_data_usage 1, "
            "ios_data_usage 2, ios_manifest 7\n");
}

TEST(IosTriangulationTimeline, weighs_three_kinds_more) {
  CaseBuilder builder;
  EXPECT_EQ(builder.run(traffic)
                .run(folder)
                .run("INSERT INTO ios_locationd_clients(id, kind, client, member, time) VALUES(4, 'moment', "
                     "'com.apple.locationd.bundle-/System/Library/LocationBundles/IonosphereHarvest.bundle', "
                     "'LocationTimeStopped', 1600000250000000000), (5, 'moment', "
                     "'com.apple.locationd.bundle-/System/Library/LocationBundles/Other.bundle', "
                     "'LocationTimeStopped', 1600000250000000000)")
                .findings("ios.triangulation_timeline"),
            "high low 2020-09-13T12:26:40Z | Within five minutes of each other stand traffic of a program of "
            "the chain, and a folder of attachments without an attachment, and the end of a use of the "
            "phone's place by a bundle of the chain. | ios_data_usage 1, ios_data_usage 2, ios_manifest 7, "
            "ios_locationd_clients 4\n");
}

TEST(IosTriangulationTimeline, one_kind_alone_or_at_another_time_is_ordinary) {
  CaseBuilder alone;
  EXPECT_EQ(alone.run(traffic).findings("ios.triangulation_timeline"), "");
  CaseBuilder later;
  EXPECT_EQ(later.run(traffic)
                .run("INSERT INTO ios_manifest(id, domain, relative_path, flags, modified, status_changed) "
                     "VALUES(7, 'RootDomain', 'Library/Preferences/com.apple.ImageIO.plist', 1, "
                     "1600000401000000000, 1600000401000000000)")
                .findings("ios.triangulation_timeline"),
            "");
}

}  // namespace bridle::testing
