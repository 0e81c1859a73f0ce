#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(IosProcessParent, names_odd_parents_and_users) {
  CaseBuilder builder;
  EXPECT_EQ(
      builder
          .run("INSERT INTO ios_crash_reports(id, kind, process, executable, parent, user_id) VALUES(1, "
               "'report', 'sh', '/bin/sh', 'imagent', 0), (2, 'report', 'sh', '/bin/sh', 'imagent', 0), (3, "
               "'report', 'App', '/private/var/containers/Bundle/Application/U/App.app/App', 'launchd', 0), "
               "(4, 'report', 'apsd', '/usr/libexec/apsd', 'launchd', 0), (5, 'report', 'Maps', "
               "'/private/var/containers/Bundle/Application/U/Maps.app/Maps', 'launchd', 501), (6, 'image', "
               "'App', NULL, NULL, NULL), (7, 'report', 'launchd', '/sbin/launchd', 'launchd', 0)")
          .findings("ios.process_parent"),
      "medium low undated | By a report, the program \"App\" ran from the bundle of an app as user 0 instead "
      "of mobile; programs of a phone are started by launchd. | ios_crash_reports 3\n"
      "medium low undated | By a report, the program \"sh\" was started by \"imagent\"; programs of a phone "
      "are started by launchd. | ios_crash_reports 1, ios_crash_reports 2\n");
}

}  // namespace bridle::testing
