#include <gtest/gtest.h>

#include "testing/database_text.h"
#include "testing/plist_builder.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

using Dictionary = PlistTree::Dictionary;
using Array = PlistTree::Array;

constexpr const char* bookmarks =
    "CREATE TABLE bookmarks(id INTEGER PRIMARY KEY AUTOINCREMENT, parent INTEGER, title TEXT, url TEXT, "
    "order_index INTEGER, deleted INTEGER DEFAULT 0, last_modified REAL, date_closed REAL, external_uuid "
    "TEXT, extra_attributes BLOB, local_attributes BLOB);";

std::string with_attributes(const std::string& rows, const std::string& local, const std::string& extra) {
  auto built = SqliteBuilder()
                   .run(std::string(bookmarks) + rows)
                   .insert_blob("UPDATE bookmarks SET local_attributes = ? WHERE id = 4", local)
                   .insert_blob("UPDATE bookmarks SET extra_attributes = ? WHERE id = 4", extra)
                   .build();
  return built ? std::string(as_text(built->main)) : built.error().message;
}

}  // namespace

TEST(IosSafariTabs, reads_tabs_with_their_groups_and_attributes) {
  EXPECT_EQ(
      records(
          "ios.safari_tabs",
          with_attributes(
              "INSERT INTO bookmarks(id, parent, title, url, order_index, deleted, date_closed, "
              "external_uuid) VALUES(0, NULL, 'Root', '', 0, 0, NULL, 'Root'), (2, 0, 'Local', NULL, 0, 0, "
              "NULL, 'W'), (3, 2, 'private', '', 0, 0, NULL, 'P'), (4, 3, 'Page', 'https://a.example/', 1, "
              "0, NULL, 'T'), (5, 2, 'Closed', 'https://b.example/', 2, 1, 1760000000, NULL)",
              write_bplist(
                  Dictionary{{"LastVisitTime", 700000000.5}, {"OpenedFromLink", true}, {"TabIndex", 3}}),
              write_bplist(Dictionary{{"DateLastViewed", Time{1'700'000'000'000'000'000}}}))),
      "bookmarks rowid 0 | group | 0 | NULL | NULL | NULL | NULL | NULL | Root | NULL | Root | false | false "
      "| NULL | NULL | Root | NULL | NULL\n"
      "bookmarks rowid 2 | group | 2 | NULL | NULL | NULL | NULL | NULL | Local | 0 | Root | false | false | "
      "NULL | NULL | W | NULL | NULL\n"
      "bookmarks rowid 3 | group | 3 | NULL | NULL | NULL | NULL | NULL | private | 2 | Local | false | "
      "false | NULL | NULL | P | NULL | NULL\n"
      "bookmarks rowid 4 | tab | 4 | 2023-03-08T20:26:40.500Z | 2023-11-14T22:13:20Z | NULL | NULL | "
      "https://a.example/ | Page | 3 | private | true | false | true | 3 | T | "
      "{\"local\":{\"LastVisitTime\":700000000.5,\"OpenedFromLink\":true,\"TabIndex\":3},\"extra\":{"
      "\"DateLastViewed\":\"2023-11-14T22:13:20Z\"}} | {\"order_index\":1}\n"
      "bookmarks rowid 5 | tab | 5 | NULL | NULL | 2025-10-09T08:53:20Z | NULL | https://b.example/ | Closed "
      "| 2 | Local | false | true | NULL | NULL | NULL | NULL | {\"order_index\":2}\n");
}

TEST(IosSafariTabs, skips_damaged_attributes_and_keeps_the_tab) {
  EXPECT_EQ(
      records(
          "ios.safari_tabs",
          with_attributes(
              "INSERT INTO bookmarks(id, parent, title, url) VALUES(4, 4, 'Circle', 'https://a.example/')",
              "bplist00", write_bplist(Dictionary{{"DateLastViewed", 1760000000.5}}))),
      "skip bookmarks rowid 4: bplist trailer is short\n"
      "bookmarks rowid 4 | tab | 4 | NULL | 2025-10-09T08:53:20.500Z | NULL | NULL | https://a.example/ | "
      "Circle | 4 | Circle | false | false | NULL | NULL | NULL | "
      "{\"extra\":{\"DateLastViewed\":1760000000.5}} | {\"local_attributes\":\"YnBsaXN0MDA=\"}\n");
}

TEST(IosSafariTabs, says_which_state_of_the_log_holds_a_tab) {
  auto [main, wal] = database_with_wal(
      std::string(bookmarks) + "INSERT INTO bookmarks(id, url) VALUES(1, 'https://a.example/')",
      "DELETE FROM bookmarks");
  EXPECT_EQ(records_with_wal("ios.safari_tabs", main, wal),
            "main bookmarks rowid 1 | tab | 1 | NULL | NULL | NULL | NULL | https://a.example/ | NULL | NULL "
            "| NULL | false | false | NULL | NULL | NULL | NULL | NULL\n");
}

TEST(IosSafariTabs, names_what_an_unknown_generation_lacks) {
  EXPECT_EQ(records("ios.safari_tabs", database_of("CREATE TABLE bookmarks(id, url)")),
            "failed: unsupported: table bookmarks has no column parent, title\n");
}

}  // namespace bridle::testing
