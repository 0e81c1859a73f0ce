#include <gtest/gtest.h>

#include "testing/corpus.h"
#include "testing/database_text.h"
#include "testing/plist_builder.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

using Dictionary = PlistTree::Dictionary;
using Array = PlistTree::Array;

constexpr const char* tabs =
    "CREATE TABLE tabs(id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE, title TEXT, url "
    "TEXT, user_visible_url TEXT, order_index INTEGER NOT NULL DEFAULT 0, last_viewed_time REAL, "
    "opened_from_link BOOL DEFAULT 0, private_browsing BOOL DEFAULT 0, browser_window_uuid TEXT);"
    "CREATE TABLE tab_sessions(id INTEGER PRIMARY KEY AUTOINCREMENT, tab_uuid TEXT NOT NULL UNIQUE, "
    "session_data BLOB, uncompressed_session_data_size INTEGER NOT NULL DEFAULT 0);";

std::string session(const std::string& header = std::string("\0\0\0\1", 4)) {
  return header +
         write_bplist(Dictionary{
             {"SessionHistory",
              Dictionary{{"SessionHistoryCurrentIndex", 1},
                         {"SessionHistoryEntries",
                          Array{Dictionary{{"SessionHistoryEntryURL", "https://a.example/1"},
                                           {"SessionHistoryEntryOriginalURL", "http://a.example/1"},
                                           {"SessionHistoryEntryTitle", "First"},
                                           {"SessionHistoryEntryData", plist_data("1234")}},
                                "odd", Dictionary{{"SessionHistoryEntryURL", "https://a.example/2"}}}}}}});
}

std::string with_blob(const std::string& sql, const std::string& insert, const std::string& blob) {
  auto built = SqliteBuilder().run(sql).insert_blob(insert, blob).build();
  return built ? std::string(as_text(built->main)) : built.error().message;
}

}  // namespace

TEST(IosSafariBrowserState, reads_tabs_and_the_pages_behind_them) {
  EXPECT_EQ(
      records("ios.safari_browser_state",
              with_blob(std::string(tabs) + "INSERT INTO tabs VALUES(1, 'T1', 'Second', "
                                            "'https://a.example/2', 'a.example', 3, 700000000.25, 1, 1, 'W')",
                        "INSERT INTO tab_sessions VALUES(1, 'T1', ?, 0)", session())),
      "tabs rowid 1 | tab | 1 | T1 | 2023-03-08T20:26:40.250Z | https://a.example/2 | a.example | Second | "
      "NULL | NULL | NULL | true | true | W | {\"order_index\":3}\n"
      "tab_sessions rowid 1 SessionHistoryEntries[0] | entry | 1 | T1 | NULL | https://a.example/1 | "
      "http://a.example/1 | First | 0 | false | 4 | true | NULL | W | NULL\n"
      "skip tab_sessions rowid 1 SessionHistoryEntries[1]: session entry is no dictionary\n"
      "tab_sessions rowid 1 SessionHistoryEntries[2] | entry | 1 | T1 | NULL | https://a.example/2 | NULL | "
      "NULL | 2 | false | NULL | true | NULL | W | NULL\n");
}

TEST(IosSafariBrowserState, keeps_tabs_without_session_and_sessions_without_tab) {
  EXPECT_EQ(
      records("ios.safari_browser_state",
              with_blob(
                  std::string(tabs) +
                      "INSERT INTO tabs(id, uuid, title, url) VALUES(1, 'T1', 'Alone', 'https://a.example/')",
                  "INSERT INTO tab_sessions VALUES(1, 'gone', ?, 0)", session(""))),
      "tabs rowid 1 | tab | 1 | T1 | NULL | https://a.example/ | NULL | Alone | NULL | NULL | NULL | false | "
      "false | NULL | NULL\n"
      "tab_sessions rowid 1 SessionHistoryEntries[0] | entry | NULL | gone | NULL | https://a.example/1 | "
      "http://a.example/1 | First | 0 | false | 4 | NULL | NULL | NULL | NULL\n"
      "skip tab_sessions rowid 1 SessionHistoryEntries[1]: session entry is no dictionary\n"
      "tab_sessions rowid 1 SessionHistoryEntries[2] | entry | NULL | gone | NULL | https://a.example/2 | "
      "NULL | NULL | 2 | false | NULL | NULL | NULL | NULL | NULL\n");
}

TEST(IosSafariBrowserState, reads_sessions_in_the_tabs_as_before_ios_12) {
  EXPECT_EQ(records("ios.safari_browser_state",
                    with_blob("CREATE TABLE tabs(id INTEGER PRIMARY KEY, title TEXT, url TEXT, "
                              "user_visible_url TEXT, last_viewed_time REAL, session_data BLOB)",
                              "INSERT INTO tabs VALUES(1, 'T', 'https://a.example/2', NULL, 500000000, ?)",
                              session())),
            "tabs rowid 1 | tab | 1 | NULL | 2016-11-05T00:53:20Z | https://a.example/2 | NULL | T | NULL | "
            "NULL | NULL | NULL | NULL | NULL | NULL\n"
            "tabs rowid 1 SessionHistoryEntries[0] | entry | 1 | NULL | NULL | https://a.example/1 | "
            "http://a.example/1 | First | 0 | false | 4 | NULL | NULL | NULL | NULL\n"
            "skip tabs rowid 1 SessionHistoryEntries[1]: session entry is no dictionary\n"
            "tabs rowid 1 SessionHistoryEntries[2] | entry | 1 | NULL | NULL | https://a.example/2 | NULL | "
            "NULL | 2 | false | NULL | NULL | NULL | NULL | NULL\n");
}

TEST(IosSafariBrowserState, reads_unix_times_of_ios_26) {
  EXPECT_EQ(records("ios.safari_browser_state",
                    database_of(std::string(tabs) +
                                "INSERT INTO tabs(id, uuid, last_viewed_time) VALUES(1, 'T', 1760000000.5)")),
            "tabs rowid 1 | tab | 1 | T | 2025-10-09T08:53:20.500Z | NULL | NULL | NULL | NULL | NULL | NULL "
            "| false | false | NULL | NULL\n");
}

TEST(IosSafariBrowserState, a_damaged_session_costs_its_entries_only) {
  EXPECT_EQ(records("ios.safari_browser_state",
                    with_blob(std::string(tabs) +
                                  "INSERT INTO tabs(id, uuid, url) VALUES(1, 'T', 'https://a.example/')",
                              "INSERT INTO tab_sessions VALUES(1, 'T', ?, 900)", "compressed?")),
            "tabs rowid 1 | tab | 1 | T | NULL | https://a.example/ | NULL | NULL | NULL | NULL | NULL | "
            "false | false | NULL | NULL\n"
            "skip tab_sessions rowid 1: session data is no property list\n");
  EXPECT_EQ(records("ios.safari_browser_state",
                    with_blob(std::string(tabs), "INSERT INTO tab_sessions VALUES(4, 'T', ?, 0)",
                              session().substr(0, 60))),
            "skip tab_sessions rowid 4: bplist reference size\n");
}

TEST(IosSafariBrowserState, says_which_state_of_the_log_holds_a_tab) {
  auto [main, wal] = database_with_wal(
      std::string(tabs) + "INSERT INTO tabs(id, uuid, url) VALUES(1, 'T', 'https://a.example/')",
      "DELETE FROM tabs");
  EXPECT_EQ(records_with_wal("ios.safari_browser_state", main, wal),
            "main tabs rowid 1 | tab | 1 | T | NULL | https://a.example/ | NULL | NULL | NULL | NULL | NULL "
            "| false | false | NULL | NULL\n");
}

TEST(IosSafariBrowserState, names_what_an_unknown_generation_lacks) {
  EXPECT_EQ(records("ios.safari_browser_state", database_of("CREATE TABLE tabs(id, url)")),
            "failed: unsupported: table tabs has no column title, user_visible_url, last_viewed_time\n");
}

TEST(IosSafariBrowserState, reads_the_corpus) {
  CORPUS_OR_SKIP(folder, "ios-mvt-backup/ios_backup/3a");
  EXPECT_EQ(
      records("ios.safari_browser_state", content_of(folder / "3a47b0981ed7c10f3e2800aa66bac96a3b5db28e")),
      "tabs rowid 1 | tab | 1 | 50EA13F9-44D1-4B88-A418-070808FF48E1 | 2021-09-29T08:56:46.156382Z | "
      "https://en.wikipedia.org/wiki/NSO_Group | https://en.wikipedia.org/wiki/NSO_Group | NSO is bad | NULL "
      "| NULL | NULL | false | false | F94D334B-619D-4B26-A266-8C55C17831D5 | {\"browser_window_id\":1}\n");
}

}  // namespace bridle::testing
