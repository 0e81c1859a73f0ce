#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(IosProfileEventProcess, reports_unusual_processes_and_nothing_ordinary) {
  EXPECT_EQ(
      CaseBuilder()
          .run("INSERT INTO ios_profile_events(profile_id, time, operation, process) VALUES('com.example.a', "
               "1700000000000000000, 'install', 'sh'), "
               "('com.example.a', 1600000000000000000, NULL, 'sh'), ('com.example.b', NULL, 'install', "
               "'profiled'), "
               "('com.example.b', NULL, 'remove', '/usr/libexec/mdmd'), ('com.example.b', NULL, 'remove', "
               "NULL)")
          .findings("ios.profile_event_process"),
      "medium medium 2020-09-13T12:26:40Z | The process \"sh\" changed configuration profiles: install of "
      "\"com.example.a\" and operation of \"com.example.a\". | ios_profile_events 1, ios_profile_events 2\n");
}

}  // namespace bridle::testing
