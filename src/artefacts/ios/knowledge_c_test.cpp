#include <gtest/gtest.h>

#include <algorithm>

#include "testing/corpus.h"
#include "testing/database_text.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

const std::string tables =
    "CREATE TABLE ZOBJECT(Z_PK INTEGER PRIMARY KEY, ZSTREAMNAME VARCHAR, ZVALUESTRING VARCHAR, ZVALUEINTEGER "
    "INTEGER, "
    "ZVALUEDOUBLE FLOAT, ZSTARTDATE TIMESTAMP, ZENDDATE TIMESTAMP, ZCREATIONDATE TIMESTAMP, ZSECONDSFROMGMT "
    "INTEGER, "
    "ZSOURCE INTEGER, ZSTRUCTUREDMETADATA INTEGER, ZUUID VARCHAR);"
    "CREATE TABLE ZSOURCE(Z_PK INTEGER PRIMARY KEY, ZBUNDLEID VARCHAR, ZDEVICEID VARCHAR);"
    "CREATE TABLE ZSTRUCTUREDMETADATA(Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, "
    "Z_DKAPPINSTALLMETADATAKEY__TITLE VARCHAR, "
    "Z_DKLOCATIONMETADATAKEY__LATITUDE FLOAT, Z_DKINTENTMETADATAKEY__SERIALIZEDINTERACTION BLOB, Z_ZERO "
    "INTEGER);"
    "INSERT INTO ZSOURCE VALUES(1, 'com.apple.mobilesafari', NULL), (2, NULL, 'OTHER');"
    "INSERT INTO ZSTRUCTUREDMETADATA VALUES(9, 3, 'Example', 1.5, x'0102', 0);";

}  // namespace

TEST(IosKnowledgeC, reads_events_with_their_sources_and_metadata) {
  EXPECT_EQ(
      records("ios.knowledge_c",
              database_of(
                  tables +
                  "INSERT INTO ZOBJECT VALUES(1, '/app/inFocus', 'com.example.app', NULL, NULL, 700000000, "
                  "700000060.5, 700000061, 3600, NULL, NULL, 'U-1'),"
                  "(2, '/safari/history', 'https://example.org/a', NULL, NULL, 700000000, 700000000, "
                  "700000000, 3600, 1, NULL, 'U-2'),"
                  "(3, '/app/install', 'com.example.app', NULL, NULL, 700000000, 700000000, 700000000, 0, 2, "
                  "9, 'U-3'),"
                  "(4, '/device/isLocked', NULL, 1, NULL, 700000000, 700000100, 700000100, 0, NULL, 77, "
                  "'U-4'), (5, NULL, 'text', NULL, 0.5, NULL, NULL, NULL, NULL, 99, NULL, NULL)")),
      "ZOBJECT rowid 1 | /app/inFocus | 2023-03-08T20:26:40Z | 2023-03-08T20:27:40.500Z | "
      "2023-03-08T20:27:41Z | com.example.app | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 3600 | U-1 "
      "| NULL\n"
      "ZOBJECT rowid 2 | /safari/history | 2023-03-08T20:26:40Z | 2023-03-08T20:26:40Z | "
      "2023-03-08T20:26:40Z | NULL | NULL | https://example.org/a | NULL | NULL | NULL | "
      "com.apple.mobilesafari | NULL | 3600 | U-2 | NULL\n"
      "ZOBJECT rowid 3 | /app/install | 2023-03-08T20:26:40Z | 2023-03-08T20:26:40Z | 2023-03-08T20:26:40Z | "
      "NULL | com.example.app | NULL | NULL | NULL | NULL | NULL | OTHER | 0 | U-3 | "
      "{\"Z_DKAPPINSTALLMETADATAKEY__TITLE\":\"Example\",\"Z_DKLOCATIONMETADATAKEY__LATITUDE\":1.5,\"Z_"
      "DKINTENTMETADATAKEY__SERIALIZEDINTERACTION\":{\"bytes\":2}}\n"
      "ZOBJECT rowid 4 | /device/isLocked | 2023-03-08T20:26:40Z | 2023-03-08T20:28:20Z | "
      "2023-03-08T20:28:20Z | NULL | NULL | NULL | NULL | 1 | NULL | NULL | NULL | 0 | U-4 | NULL\n"
      "ZOBJECT rowid 5 |  | NULL | NULL | NULL | NULL | NULL | NULL | text | NULL | 0.5 | NULL | NULL | NULL "
      "| NULL | NULL\n");
}

TEST(IosKnowledgeC, names_what_an_unknown_generation_lacks) {
  EXPECT_EQ(records("ios.knowledge_c", database_of("CREATE TABLE ZOBJECT(Z_PK INTEGER PRIMARY KEY)")),
            "failed: unsupported: table ZOBJECT has no column ZSTREAMNAME, ZSTARTDATE\n");
}

TEST(IosKnowledgeC, reads_the_corpus) {
  CORPUS_OR_SKIP(folder, "ios-plaso/macos");
  std::string text = records("ios.knowledge_c", content_of(folder / "knowledgec-10.13.db"));
  EXPECT_EQ(std::ranges::count(text, '\n'),
            21);  // by SQLite: 17 of /app/inFocus, as plaso reads, and four more
  EXPECT_EQ(
      text.substr(0, text.find('\n')),
      "ZOBJECT rowid 508 | /app/inFocus | 2019-02-10T16:59:57Z | 2019-02-10T16:59:58Z | "
      "2019-02-10T16:59:58.860665Z | com.apple.Installer-Progress | NULL | NULL | NULL | 3872323583427967481 "
      "| 3.8723235834279675e+18 | NULL | NULL | 0 | 4E8C2FFE-8A15-43FE-ADAC-F746CD100032 | NULL");
}

}  // namespace bridle::testing
