#include <gtest/gtest.h>

#include <algorithm>

#include "testing/corpus.h"
#include "testing/database_text.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

constexpr const char* modern_access =
    "CREATE TABLE access(service TEXT, client TEXT, client_type INTEGER, auth_value INTEGER, auth_reason "
    "INTEGER, last_modified INTEGER);";

}  // namespace

TEST(IosTcc, reads_the_table_since_ios_14) {
  EXPECT_EQ(
      records(
          "ios.tcc",
          database_of(
              std::string(modern_access) +
              "INSERT INTO access VALUES('kTCCServiceMicrophone', 'com.example.app', 0, 2, 3, 1700000000),"
              "('kTCCServiceCamera', '/usr/libexec/x', 1, 0, 6, 0), ('kTCCServicePhotos', 'com.example.app', "
              "0, 3, 99, 1),"
              "('kTCCServicePhotos', NULL, 0, NULL, NULL, NULL)")),
      "access rowid 1 | access | kTCCServiceMicrophone | com.example.app | com.example.app | NULL | 0 | "
      "allowed | 2 | 3 | user_set | "
      "NULL | 2023-11-14T22:13:20Z | NULL\n"
      "access rowid 2 | access | kTCCServiceCamera | /usr/libexec/x | NULL | /usr/libexec/x | 1 | denied | 0 "
      "| 6 | mdm_policy | NULL "
      "| NULL | NULL\n"
      "access rowid 3 | access | kTCCServicePhotos | com.example.app | com.example.app | NULL | 0 | limited "
      "| 3 | 99 | unknown | NULL "
      "| 1970-01-01T00:00:01Z | NULL\n"
      "access rowid 4 | access | kTCCServicePhotos |  | NULL | NULL | 0 | unknown | NULL | NULL |  | NULL | "
      "NULL | NULL\n");
}

TEST(IosTcc, reads_the_table_of_ios_12) {
  EXPECT_EQ(
      records(
          "ios.tcc",
          database_of(
              "CREATE TABLE access(service, client, client_type, allowed, prompt_count, last_modified);"
              "INSERT INTO access VALUES('kTCCServiceMicrophone', 'com.example.app', 0, 1, 2, 1500000000),"
              "('kTCCServiceCamera', 'com.example.app', 0, 0, 1, 1500000000)")),
      "access rowid 1 | access | kTCCServiceMicrophone | com.example.app | com.example.app | NULL | 0 | "
      "allowed | NULL | NULL |  | 2 "
      "| 2017-07-14T02:40:00Z | NULL\n"
      "access rowid 2 | access | kTCCServiceCamera | com.example.app | com.example.app | NULL | 0 | denied | "
      "NULL | NULL |  | 1 | "
      "2017-07-14T02:40:00Z | NULL\n");
}

TEST(IosTcc, reads_the_table_before_ios_12) {
  EXPECT_EQ(
      records("ios.tcc",
              database_of("CREATE TABLE access(service, client, client_type, allowed, prompt_count);"
                          "INSERT INTO access VALUES('kTCCServiceMicrophone', 'com.example.app', 0, 1, 2)")),
      "access rowid 1 | access | kTCCServiceMicrophone | com.example.app | com.example.app | NULL | 0 | "
      "allowed | NULL | NULL |  | 2 "
      "| NULL | NULL\n");
}

TEST(IosTcc, reports_grants_of_removed_clients) {
  EXPECT_EQ(
      records(
          "ios.tcc",
          database_of(std::string(modern_access) +
                      "CREATE TABLE expired(service, client, client_type, csreq, last_modified, expired_at);"
                      "INSERT INTO expired VALUES('kTCCServiceMicrophone', 'com.example.gone', 0, NULL, "
                      "1600000000, 1700000000)")),
      "expired rowid 1 | expired | kTCCServiceMicrophone | com.example.gone | com.example.gone | NULL | 0 |  "
      "| NULL | NULL |  | NULL | "
      "2020-09-13T12:26:40Z | 2023-11-14T22:13:20Z\n");
}

TEST(IosTcc, says_which_state_of_the_log_holds_a_row) {
  auto [main, wal] = database_with_wal(
      std::string(modern_access) +
          "INSERT INTO access VALUES('a', 'kept', 0, 2, 2, 1), ('a', 'gone', 0, 2, 2, 2)",
      "DELETE FROM access WHERE client = 'gone'; INSERT INTO access VALUES('a', 'new', 0, 0, 2, 3)");
  EXPECT_EQ(
      records_with_wal("ios.tcc", main, wal),
      "both access rowid 1 | access | a | kept | kept | NULL | 0 | allowed | 2 | 2 | user_consent | NULL | "
      "1970-01-01T00:00:01Z | NULL\n"
      "wal access rowid 2 | access | a | new | new | NULL | 0 | denied | 0 | 2 | user_consent | NULL | "
      "1970-01-01T00:00:03Z | NULL\n"
      "main access rowid 2 | access | a | gone | gone | NULL | 0 | allowed | 2 | 2 | user_consent | NULL | "
      "1970-01-01T00:00:02Z | NULL\n");
}

TEST(IosTcc, names_what_an_unknown_generation_lacks) {
  EXPECT_EQ(records("ios.tcc", database_of("CREATE TABLE access(service, client, client_type)")),
            "failed: unsupported: table access has no column allowed, prompt_count\n");
  EXPECT_EQ(records("ios.tcc", "no database"), "failed: truncated: database is shorter than its header\n");
}

TEST(IosTcc, reads_the_corpus) {
  CORPUS_OR_SKIP(folder, "ios-mvt-backup/ios_backup/64");
  std::string text = records("ios.tcc", content_of(folder / "64d0019cb3d46bfc8cce545a8ba54b93e7ea9347"));
  EXPECT_EQ(std::ranges::count(text, '\n'), 11);
  EXPECT_EQ(text.substr(0, text.find('\n')),
            "access rowid 5 | access | kTCCServiceUbiquity | com.apple.Preferences | com.apple.Preferences | "
            "NULL | 0 | allowed | 2 | 0 | "
            "none | NULL | 2020-08-12T13:13:16Z | NULL");
}

}  // namespace bridle::testing
