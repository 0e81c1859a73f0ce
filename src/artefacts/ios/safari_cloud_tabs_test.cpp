#include <gtest/gtest.h>

#include "testing/database_text.h"
#include "testing/records.h"

namespace bridle::testing {

TEST(IosSafariCloudTabs, reads_devices_and_their_tabs) {
  EXPECT_EQ(records("ios.safari_cloud_tabs",
                    database_of(
                        "CREATE TABLE cloud_tabs(tab_uuid TEXT PRIMARY KEY, system_fields BLOB, device_uuid "
                        "TEXT, position BLOB, title TEXT, url TEXT, is_pinned BOOL);"
                        "CREATE TABLE cloud_tab_devices(device_uuid TEXT PRIMARY KEY, system_fields BLOB, "
                        "device_name TEXT, is_ephemeral_device BOOL, last_modified REAL);"
                        "INSERT INTO cloud_tab_devices VALUES('D1', NULL, 'Mac of A', 1, 700000000.5);"
                        "INSERT INTO cloud_tabs VALUES('T1', x'00', 'D1', NULL, 'Page', "
                        "'https://a.example/', 1), ('T2', NULL, 'D9', NULL, NULL, 'https://b.example/', 0)")),
            "cloud_tab_devices rowid 1 | device | D1 | Mac of A | 2023-03-08T20:26:40.500Z | NULL | NULL | "
            "NULL | {\"is_ephemeral_device\":1}\n"
            "cloud_tabs rowid 1 | tab | D1 | Mac of A | NULL | T1 | https://a.example/ | Page | "
            "{\"system_fields\":\"AA==\",\"is_pinned\":1}\n"
            "cloud_tabs rowid 2 | tab | D9 | NULL | NULL | T2 | https://b.example/ | NULL | NULL\n");
}

TEST(IosSafariCloudTabs, reads_tabs_without_a_table_of_devices) {
  EXPECT_EQ(records("ios.safari_cloud_tabs",
                    database_of("CREATE TABLE cloud_tabs(tab_uuid, device_uuid, title, url); INSERT INTO "
                                "cloud_tabs VALUES('T', 'D', NULL, 'https://a.example/')")),
            "cloud_tabs rowid 1 | tab | D | NULL | NULL | T | https://a.example/ | NULL | NULL\n");
}

TEST(IosSafariCloudTabs, says_which_state_of_the_log_holds_a_tab) {
  auto [main, wal] = database_with_wal(
      "CREATE TABLE cloud_tabs(tab_uuid, device_uuid, title, url); INSERT INTO cloud_tabs VALUES('T', 'D', "
      "NULL, 'https://a.example/')",
      "DELETE FROM cloud_tabs");
  EXPECT_EQ(records_with_wal("ios.safari_cloud_tabs", main, wal),
            "main cloud_tabs rowid 1 | tab | D | NULL | NULL | T | https://a.example/ | NULL | NULL\n");
}

TEST(IosSafariCloudTabs, names_what_an_unknown_generation_lacks) {
  EXPECT_EQ(records("ios.safari_cloud_tabs", database_of("CREATE TABLE cloud_tabs(url)")),
            "failed: unsupported: table cloud_tabs has no column device_uuid, tab_uuid, title\n");
}

}  // namespace bridle::testing
