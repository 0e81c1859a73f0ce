#include <gtest/gtest.h>

#include "testing/certificate_builder.h"
#include "testing/plist_builder.h"
#include "testing/records.h"

namespace bridle::testing {

TEST(IosPairRecords, reads_when_a_computer_was_trusted) {
  PlistTree record(PlistTree::Dictionary{
      {"HostID", "A0B1C2D3-0000-0000-0000-000000000001"},
      {"SystemBUID", "30142955-444094379208051516"},
      {"WiFiMACAddress", "00:11:22:33:44:55"},
      {"EscrowBag", plist_data("x")},
      {"HostCertificate", plist_data(write_certificate_pem({.common_name = "host", .serial = 0}))},
      {"RootCertificate", plist_data("broken")}});
  EXPECT_EQ(
      records("ios.pair_records", write_bplist(record),
              "/private/var/root/Library/Lockdown/pair_records/A0B1.plist"),
      "skip key RootCertificate: no X.509 certificate\n"
      "file | A0B1 | A0B1C2D3-0000-0000-0000-000000000001 | 30142955-444094379208051516 | "
      "2023-01-01T00:00:00Z | 2033-01-01T00:00:00Z | O=Example; CN=host | 0 | "
      "4548593764eaf1a33b0bc9f7cae860452600634327c0c92b2c76ccb867ef227a | NULL | 00:11:22:33:44:55 | true\n");
}

TEST(IosPairRecords, refuses_another_file) {
  EXPECT_EQ(records("ios.pair_records", write_bplist(PlistTree::Array{})),
            "failed: malformed: pair record is no dictionary\n");
}

}  // namespace bridle::testing
