#include <gtest/gtest.h>

#include "testing/corpus.h"
#include "testing/database_text.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

constexpr const char* data_usage_tables =
    "CREATE TABLE ZPROCESS(Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, ZFIRSTTIMESTAMP TIMESTAMP, ZTIMESTAMP "
    "TIMESTAMP, ZBUNDLENAME VARCHAR, "
    "ZPROCNAME VARCHAR);"
    "CREATE TABLE ZLIVEUSAGE(Z_PK INTEGER PRIMARY KEY, ZKIND INTEGER, ZTAG INTEGER, ZHASPROCESS INTEGER, "
    "ZTIMESTAMP TIMESTAMP, ZWIFIIN FLOAT, "
    "ZWIFIOUT FLOAT, ZWWANIN FLOAT, ZWWANOUT FLOAT);"
    "CREATE TABLE Z_PRIMARYKEY(Z_ENT INTEGER PRIMARY KEY, Z_NAME VARCHAR, Z_SUPER INTEGER, Z_MAX INTEGER);";

std::string data_usage(const std::string& rows) {
  return database_of(data_usage_tables + rows);
}

std::size_t lines_with(const std::string& text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

}  // namespace

TEST(IosDataUsage, splits_the_name_at_its_first_slash) {
  EXPECT_EQ(records("ios.data_usage",
                    data_usage("INSERT INTO ZPROCESS VALUES(1, 7, 700000000.5, 700000060, 'com.example.app', "
                               "'IMRemoteURLConne/com.apple.datausage.messages');"
                               "INSERT INTO ZLIVEUSAGE VALUES(4, 0, 9, 1, 700000001, 1, 2, 3, 4.0)")),
            "ZLIVEUSAGE rowid 4 | usage | IMRemoteURLConne | NULL | com.apple.datausage.messages | "
            "IMRemoteURLConne/com.apple.datausage.messages | com.example.app | 1 | 2023-03-08T20:26:40.500Z "
            "| 2023-03-08T20:27:40Z | 4 | 1 | 2023-03-08T20:26:41Z | 0 | 1 | 2 | 3 | 4 | NULL | NULL | NULL "
            "| NULL | NULL | NULL | {\"usage\":{\"ZTAG\":9},\"process\":{\"Z_ENT\":7}}\n");
}

TEST(IosDataUsage, takes_no_uuid_for_a_process) {
  EXPECT_EQ(
      records("ios.data_usage",
              data_usage("INSERT INTO ZPROCESS VALUES(1, 7, 0, NULL, 'com.apple.tv', "
                         "'1FB47783-A2FE-47D9-B256-DF50EF44BBA4/com.apple.tv'), (2, 7, 0, 0, NULL, NULL)")),
      "ZPROCESS rowid 1 | idle | NULL | NULL | com.apple.tv | "
      "1FB47783-A2FE-47D9-B256-DF50EF44BBA4/com.apple.tv | com.apple.tv | 1 | NULL | NULL | NULL | NULL | "
      "NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "{\"process\":{\"Z_ENT\":7}}\n"
      "ZPROCESS rowid 2 | idle | NULL | NULL | NULL | NULL | NULL | 2 | NULL | NULL | NULL | NULL | NULL | "
      "NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "{\"process\":{\"Z_ENT\":7}}\n");
}

TEST(IosDataUsage, reports_traffic_whose_process_row_is_gone) {
  EXPECT_EQ(
      records("ios.data_usage",
              data_usage("INSERT INTO ZPROCESS VALUES(1, 7, 700000000, 700000060, NULL, 'apsd');"
                         "INSERT INTO ZLIVEUSAGE VALUES(1, 0, 0, 1, 700000001, 0, 0, 3, 4), (2, 0, 0, 2, "
                         "700000002, 0, 0, 5, 6), "
                         "(3, 0, 0, NULL, 700000003, 0, 0, 7, 8)")),
      "ZLIVEUSAGE rowid 1 | usage | apsd | NULL | NULL | apsd | NULL | 1 | 2023-03-08T20:26:40Z | "
      "2023-03-08T20:27:40Z | 1 | 1 | 2023-03-08T20:26:41Z | 0 | 0 | 0 | 3 | 4 | NULL | NULL | NULL | NULL | "
      "NULL | NULL | {\"process\":{\"Z_ENT\":7}}\n"
      "ZLIVEUSAGE rowid 2 | orphan | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 2 | 2 | "
      "2023-03-08T20:26:42Z | 0 | 0 | 0 | 5 | 6 | NULL | NULL | NULL | NULL | NULL | NULL | NULL\n"
      "ZLIVEUSAGE rowid 3 | unattributed | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 3 | NULL "
      "| 2023-03-08T20:26:43Z | 0 | 0 | 0 | 7 | 8 | NULL | NULL | NULL | NULL | NULL | NULL | NULL\n");
}

TEST(IosDataUsage, finds_gaps_at_the_head_inside_and_behind_the_last_process) {
  EXPECT_EQ(
      records(
          "ios.data_usage",
          data_usage(
              "INSERT INTO ZPROCESS(Z_PK, ZPROCNAME) VALUES(3, 'a'), (4, NULL), (6, 'b');"
              "INSERT INTO Z_PRIMARYKEY VALUES(1, 'App', 7, 9), (7, 'Process', 0, 8), (8, 'Event', 0, 99)")),
      "ZPROCESS rowid 3 | idle | a | NULL | NULL | a | NULL | 3 | NULL | NULL | NULL | NULL | NULL | NULL | "
      "NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL\n"
      "ZPROCESS rowid 4 | idle | NULL | NULL | NULL | NULL | NULL | 4 | NULL | NULL | NULL | NULL | NULL | "
      "NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL\n"
      "ZPROCESS rowid 6 | idle | b | NULL | NULL | b | NULL | 6 | NULL | NULL | NULL | NULL | NULL | NULL | "
      "NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL\n"
      "ZPROCESS rowids 1 to 2, missing | gap | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL "
      "| NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 1 | 2 | 2 | NULL | NULL\n"
      "ZPROCESS rowids 5 to 5, missing | gap | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL "
      "| NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 5 | 5 | 1 | NULL | NULL\n"
      "ZPROCESS rowids 7 to 9, missing | gap | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL "
      "| NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 7 | 9 | 3 | b | NULL\n");
}

TEST(IosDataUsage, reads_a_generation_without_wifi_counters) {
  EXPECT_EQ(
      records(
          "ios.data_usage",
          database_of(
              "CREATE TABLE ZPROCESS(Z_PK INTEGER PRIMARY KEY, ZFIRSTTIMESTAMP, ZTIMESTAMP, ZPROCNAME);"
              "CREATE TABLE ZLIVEUSAGE(Z_PK INTEGER PRIMARY KEY, ZHASPROCESS, ZTIMESTAMP, ZWWANIN, ZWWANOUT);"
              "INSERT INTO ZPROCESS VALUES(1, 700000000, 700000000, 'terminusd/com.example.a');"
              "INSERT INTO ZLIVEUSAGE VALUES(1, 1, 700000000, 10, 20)")),
      "ZLIVEUSAGE rowid 1 | usage | terminusd | NULL | com.example.a | terminusd/com.example.a | NULL | 1 | "
      "2023-03-08T20:26:40Z | 2023-03-08T20:26:40Z | 1 | 1 | 2023-03-08T20:26:40Z | NULL | NULL | NULL | 10 "
      "| 20 | NULL | NULL | NULL | NULL | NULL | NULL | NULL\n");
}

TEST(IosDataUsage, keeps_the_long_names_of_netusage) {
  EXPECT_EQ(
      records("ios.data_usage",
              database_of(
                  "CREATE TABLE ZPROCESS(Z_PK INTEGER PRIMARY KEY, ZFIRSTTIMESTAMP, ZTIMESTAMP, ZPROCNAME);"
                  "CREATE TABLE ZLIVEUSAGE(Z_PK INTEGER PRIMARY KEY, ZHASPROCESS, ZTIMESTAMP, ZWIREDIN, "
                  "ZWIREDOUT, ZXIN);"
                  "INSERT INTO ZPROCESS VALUES(1, 700000000, 700000000, 'com.apple.WebKit.Networking');"
                  "INSERT INTO ZLIVEUSAGE VALUES(1, 1, 700000000, 10, 20, 30)"),
              "/private/var/networkd/db/netusage.sqlite"),
      "ZLIVEUSAGE rowid 1 | usage | NULL | com.apple.WebKit.Networking | NULL | com.apple.WebKit.Networking "
      "| NULL | 1 | 2023-03-08T20:26:40Z | 2023-03-08T20:26:40Z | 1 | 1 | 2023-03-08T20:26:40Z | NULL | NULL "
      "| NULL | NULL | NULL | 10 | 20 | NULL | NULL | NULL | NULL | {\"usage\":{\"ZXIN\":30}}\n");
}

TEST(IosDataUsage, says_which_state_of_the_log_holds_a_row) {
  auto [main, wal] = database_with_wal(std::string(data_usage_tables) +
                                           "INSERT INTO ZPROCESS(Z_PK, ZPROCNAME) VALUES(1, 'a'), (2, 'b');"
                                           "INSERT INTO ZLIVEUSAGE(Z_PK, ZHASPROCESS) VALUES(1, 2)",
                                       "DELETE FROM ZPROCESS WHERE Z_PK = 2");
  EXPECT_EQ(records_with_wal("ios.data_usage", main, wal),
            "wal ZLIVEUSAGE rowid 1 | orphan | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 1 | 2 "
            "| NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL\n"
            "both ZPROCESS rowid 1 | idle | a | NULL | NULL | a | NULL | 1 | NULL | NULL | NULL | NULL | "
            "NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL\n"
            "main ZLIVEUSAGE rowid 1 | usage | b | NULL | NULL | b | NULL | 2 | NULL | NULL | 1 | 2 | NULL | "
            "NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL\n");
}

TEST(IosDataUsage, draws_no_conclusions_from_a_damaged_process_table) {
  std::string rows =
      "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400) INSERT INTO ZPROCESS SELECT i, 7, "
      "700000000, 700000000, "
      "printf('%.100c', 'b'), 'p' FROM n; INSERT INTO ZLIVEUSAGE(Z_PK, ZHASPROCESS) VALUES(1, 20), (2, "
      "9999);";
  auto built = SqliteBuilder().run(data_usage_tables + rows).build();
  ASSERT_TRUE(built);
  auto leaves = leaf_pages(built->main, "ZPROCESS");
  ASSERT_GT(leaves.size(), 2U);
  overwrite_page(built->main, leaves[1], 0xFF);
  std::string text = records("ios.data_usage", as_text(built->main));
  EXPECT_EQ(lines_with(text, " | orphan | "), 0U);
  EXPECT_EQ(lines_with(text, " | gap | "), 0U);
  EXPECT_EQ(lines_with(text, " | lost | "), 1U);
  EXPECT_NE(text.find("cannot be told from the damage"), std::string::npos);
}

TEST(IosDataUsage, names_what_an_unknown_generation_lacks) {
  EXPECT_EQ(
      records("ios.data_usage", database_of("CREATE TABLE ZPROCESS(Z_PK INTEGER PRIMARY KEY, ZPROCNAME)")),
      "failed: unsupported: table ZPROCESS has no column ZFIRSTTIMESTAMP, ZTIMESTAMP\n");
  EXPECT_EQ(records("ios.data_usage", database_of("CREATE TABLE other(a)")),
            "failed: unsupported: database has no table ZPROCESS\n");
}

TEST(IosDataUsage, reads_the_corpus) {
  CORPUS_OR_SKIP(folder, "ios-mvt-backup/ios_backup/0d");
  std::string text =
      records("ios.data_usage", content_of(folder / "0d609c54856a9bb2d56729df1d68f2958a88426b"));
  EXPECT_EQ(lines_with(text, " | usage | "), 10U);
  EXPECT_EQ(lines_with(text, " | idle | "), 31U);
  EXPECT_EQ(lines_with(text, " | gap | "), 2U);
  EXPECT_EQ(lines_with(text, " | 5 | 5 | 1 | "), 1U);
  EXPECT_EQ(lines_with(text, " | 42 | 45 | 4 | "), 1U);
}

}  // namespace bridle::testing
