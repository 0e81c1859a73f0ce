#include <gtest/gtest.h>

#include "testing/case_builder.h"

namespace bridle::testing {

TEST(IosTccPathClient, reports_programs_outside_the_places_of_programs) {
  EXPECT_EQ(
      CaseBuilder()
          .run("INSERT INTO ios_tcc(service, client, decision, last_modified) "
               "VALUES('kTCCServiceMicrophone', '/private/var/tmp/bh', 'allowed', "
               "1700000000000000000), ('kTCCServiceCamera', '/private/var/tmp/bh', '', NULL), "
               "('kTCCServiceCamera', '/usr/../private/var/tmp/x', 'denied', NULL), ('kTCCServiceCamera', "
               "'/usr/libexec/y', 'allowed', NULL), "
               "('kTCCServiceCamera', '/private/var/containers/Bundle/Application/A/B.app/B', 'allowed', "
               "NULL), "
               "('kTCCServiceCamera', 'com.example.app', 'allowed', NULL)")
          .findings("ios.tcc_path_client"),
      "medium medium 2023-11-14T22:13:20Z | The program \"/private/var/tmp/bh\", outside the places of "
      "programs, asked for kTCCServiceMicrophone (allowed) and kTCCServiceCamera. | ios_tcc 1, ios_tcc 2\n"
      "medium medium undated | The program \"/usr/../private/var/tmp/x\", outside the places of programs, "
      "asked for kTCCServiceCamera (denied). | ios_tcc 3\n");
}

}  // namespace bridle::testing
