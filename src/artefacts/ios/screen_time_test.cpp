#include <gtest/gtest.h>

#include <algorithm>

#include "testing/corpus.h"
#include "testing/database_text.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

const std::string tables =
    "CREATE TABLE ZUSAGETIMEDITEM(Z_PK INTEGER PRIMARY KEY, ZTOTALTIMEINSECONDS INTEGER, ZCATEGORY INTEGER, "
    "ZBUNDLEIDENTIFIER VARCHAR, ZDOMAIN VARCHAR);"
    "CREATE TABLE ZUSAGECATEGORY(Z_PK INTEGER PRIMARY KEY, ZBLOCK INTEGER, ZIDENTIFIER VARCHAR);"
    "CREATE TABLE ZUSAGEBLOCK(Z_PK INTEGER PRIMARY KEY, ZDURATIONINMINUTES INTEGER, ZUSAGE INTEGER, "
    "ZFIRSTPICKUPDATE "
    "TIMESTAMP, ZSTARTDATE TIMESTAMP);"
    "CREATE TABLE ZUSAGE(Z_PK INTEGER PRIMARY KEY, ZDEVICE INTEGER, ZUSER INTEGER);"
    "CREATE TABLE ZCOREDEVICE(Z_PK INTEGER PRIMARY KEY, ZIDENTIFIER VARCHAR, ZNAME VARCHAR);"
    "CREATE TABLE ZCOREUSER(Z_PK INTEGER PRIMARY KEY, ZFAMILYNAME VARCHAR, ZGIVENNAME VARCHAR);"
    "CREATE TABLE ZUSAGECOUNTEDITEM(Z_PK INTEGER PRIMARY KEY, ZNUMBEROFNOTIFICATIONS INTEGER, "
    "ZNUMBEROFPICKUPS INTEGER, "
    "ZBLOCK INTEGER, ZBUNDLEIDENTIFIER VARCHAR);"
    "INSERT INTO ZUSAGECATEGORY VALUES(5, 6, 'DH1007');"
    "INSERT INTO ZUSAGEBLOCK VALUES(6, 60, 7, 700000060, 700000000);"
    "INSERT INTO ZUSAGE VALUES(7, 8, 9);"
    "INSERT INTO ZCOREDEVICE VALUES(8, 'abc', 'iPhone');"
    "INSERT INTO ZCOREUSER VALUES(9, 'Doe', 'Jo');";

}  // namespace

TEST(IosScreenTime, follows_items_to_their_time_and_device) {
  EXPECT_EQ(
      records("ios.screen_time",
              database_of(
                  tables +
                  "INSERT INTO ZUSAGETIMEDITEM VALUES(1, 90, 5, 'com.apple.mobilesafari', 'example.org'), "
                  "(2, 10, 99, 'com.example.app', NULL), (3, 10, NULL, NULL, NULL);"
                  "INSERT INTO ZUSAGECOUNTEDITEM VALUES(1, 2, 1, 6, 'com.example.app')")),
      "ZUSAGETIMEDITEM rowid 1 | time | 2023-03-08T20:26:40Z | com.apple.mobilesafari | example.org | 90 | "
      "NULL | NULL | DH1007 | 60 | 2023-03-08T20:27:40Z | iPhone | abc | Jo Doe\n"
      "ZUSAGETIMEDITEM rowid 2 | time | NULL | com.example.app | NULL | 10 | NULL | NULL | NULL | NULL | "
      "NULL | NULL | NULL | NULL\n"
      "ZUSAGETIMEDITEM rowid 3 | time | NULL | NULL | NULL | 10 | NULL | NULL | NULL | NULL | NULL | NULL | "
      "NULL | NULL\n"
      "ZUSAGECOUNTEDITEM rowid 1 | count | 2023-03-08T20:26:40Z | com.example.app | NULL | NULL | 2 | 1 | "
      "NULL | 60 | 2023-03-08T20:27:40Z | iPhone | abc | Jo Doe\n");
}

TEST(IosScreenTime, names_what_an_unknown_generation_lacks) {
  EXPECT_EQ(records("ios.screen_time", database_of("CREATE TABLE ZUSAGE(Z_PK)")),
            "failed: unsupported: database has no table ZUSAGETIMEDITEM\n");
}

TEST(IosScreenTime, reads_the_corpus) {
  CORPUS_OR_SKIP(folder, "ios-plaso/ios");
  std::string text = records("ios.screen_time", content_of(folder / "RMAdminStore-Local.sqlite"));
  EXPECT_EQ(std::ranges::count(text, '\n'), 777 + 719);  // plaso reads the 777 times; SQLite counts both
  EXPECT_EQ(text.substr(0, text.find('\n')),
            "ZUSAGETIMEDITEM rowid 1679 | time | 2021-02-03T16:00:00Z | com.spotify.client | NULL | 1006 | "
            "NULL | NULL | DH1003 | 60 | 2021-02-03T16:23:16Z | iPhone | "
            "c623fbd7e91b041e07a68f8523f53a35973e475d | This Is DFIR");
}

}  // namespace bridle::testing
