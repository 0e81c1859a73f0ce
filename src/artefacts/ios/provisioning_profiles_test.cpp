#include <gtest/gtest.h>

#include "testing/plist_builder.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

using Dictionary = PlistTree::Dictionary;
using Array = PlistTree::Array;

}  // namespace

TEST(IosProvisioningProfiles, reads_the_list_inside_the_signed_message) {
  EXPECT_EQ(
      records("ios.provisioning_profiles",
              "\x30\x82 signed" +
                  write_plist_xml(Dictionary{
                      {"UUID", "76DAB334-7E17-475D-A5D6-0794EB5818A5"},
                      {"Name", "In House"},
                      {"AppIDName", "Tool"},
                      {"TeamName", "Example Ltd"},
                      {"TeamIdentifier", Array{"ABCDE12345"}},
                      {"CreationDate", Time{1'600'000'000'000'000'000}},
                      {"ExpirationDate", Time{1'631'536'000'000'000'000}},
                      {"ProvisionsAllDevices", true},
                      {"DeveloperCertificates", Array{plist_data("cert")}},
                      {"Entitlements", Dictionary{{"application-identifier", "ABCDE12345.com.example.tool"},
                                                  {"get-task-allow", false}}}}) +
                  " signature"),
      "file | 76DAB334-7E17-475D-A5D6-0794EB5818A5 | 2020-09-13T12:26:40Z | 2021-09-13T12:26:40Z | In House "
      "| Tool | com.example.tool | ABCDE12345.com.example.tool | Example Ltd | ABCDE12345 | true | 0 | false "
      "| 06298432e8066b29e2223bcc23aa9504b56ae508fabf3435508869b9c3190e22 | 1 | "
      "{\"application-identifier\":\"ABCDE12345.com.example.tool\",\"get-task-allow\":false}\n");
  EXPECT_EQ(records("ios.provisioning_profiles",
                    write_plist_xml(Dictionary{{"ProvisionedDevices", Array{"a", "b"}}})),
            "file | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 2 | NULL | NULL | "
            "0 | NULL\n");
}

TEST(IosProvisioningProfiles, gives_up_on_what_holds_no_list) {
  EXPECT_EQ(records("ios.provisioning_profiles", "SQLite format 3"),
            "failed: unsupported: no property list in the profile\n");
  EXPECT_EQ(records("ios.provisioning_profiles", "<?xml cut off"),
            "failed: unsupported: no property list in the profile\n");
  EXPECT_EQ(records("ios.provisioning_profiles", write_plist_xml(Array{})),
            "failed: malformed: profile is no dictionary\n");
}

}  // namespace bridle::testing
