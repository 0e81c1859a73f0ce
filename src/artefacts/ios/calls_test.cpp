#include <gtest/gtest.h>

#include "testing/database_text.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

constexpr const char* modern =
    "CREATE TABLE ZCALLRECORD(Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, ZANSWERED INTEGER, ZCALLTYPE INTEGER, "
    "ZORIGINATED INTEGER, ZREAD INTEGER, ZDISCONNECTED_CAUSE INTEGER, ZDATE TIMESTAMP, ZDURATION FLOAT, "
    "ZADDRESS VARCHAR, ZNAME VARCHAR, ZLOCATION VARCHAR, ZISO_COUNTRY_CODE VARCHAR, ZSERVICE_PROVIDER "
    "VARCHAR, ZUNIQUE_ID VARCHAR);";

}  // namespace

TEST(IosCalls, reads_calls_of_every_kind) {
  EXPECT_EQ(
      records("ios.calls",
              database_of(
                  std::string(modern) +
                  "INSERT INTO ZCALLRECORD VALUES(1, 2, 1, 1, 1, 1, 0, 700000000.5, 12.25, '+14155550100', "
                  "NULL, 'San Francisco', 'us', 'com.apple.Telephony', 'U1'),"
                  "(2, 2, 0, 8, 0, 0, 6, 700000100, 0, CAST('eve@example.org' AS BLOB), 'Eve', NULL, NULL, "
                  "'com.apple.FaceTime', NULL),"
                  "(3, 2, 0, 0, 0, 1, 0, 700000200, 0, '', NULL, NULL, NULL, 'net.whatsapp.WhatsApp', NULL),"
                  "(4, NULL, NULL, 77, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)")),
      "ZCALLRECORD rowid 1 | call | 1 | 2023-03-08T20:26:40.500Z | sent | +14155550100 | NULL | true | true "
      "| 12.25 | 1 | telephone | com.apple.Telephony | San Francisco | us | true | 0 | U1 | {\"Z_ENT\":2}\n"
      "ZCALLRECORD rowid 2 | call | 2 | 2023-03-08T20:28:20Z | received | eve@example.org | Eve | false | "
      "false | 0 | 8 | FaceTime video | com.apple.FaceTime | NULL | NULL | false | 6 | NULL | {\"Z_ENT\":2}\n"
      "ZCALLRECORD rowid 3 | call | 3 | 2023-03-08T20:30:00Z | received | NULL | NULL | false | false | 0 | "
      "0 | other app | net.whatsapp.WhatsApp | NULL | NULL | true | 0 | NULL | {\"Z_ENT\":2}\n"
      "ZCALLRECORD rowid 4 | call | 4 | NULL | mentioned | NULL | NULL | NULL | NULL | NULL | 77 |  | NULL | "
      "NULL | NULL | NULL | NULL | NULL | NULL\n");
}

TEST(IosCalls, gives_a_row_to_each_further_participant) {
  EXPECT_EQ(
      records("ios.calls",
              database_of(
                  std::string(modern) +
                  "CREATE TABLE ZHANDLE(Z_PK INTEGER PRIMARY KEY, ZTYPE INTEGER, ZVALUE VARCHAR, "
                  "ZNORMALIZEDVALUE VARCHAR);"
                  "CREATE TABLE Z_2REMOTEPARTICIPANTHANDLES(Z_2REMOTEPARTICIPANTCALLS INTEGER, "
                  "Z_4REMOTEPARTICIPANTHANDLES INTEGER);"
                  "INSERT INTO ZCALLRECORD(Z_PK, ZDATE, ZORIGINATED, ZADDRESS) VALUES(5, 700000000, 0, "
                  "'+14155550100');"
                  "INSERT INTO ZHANDLE VALUES(7, 2, '+14155550100', NULL), (8, 1, 'eve@example.org', NULL), "
                  "(9, 2, NULL, '+14155550102');"
                  "INSERT INTO Z_2REMOTEPARTICIPANTHANDLES VALUES(5, 7), (5, 8), (5, 9), (5, 99), (6, 8)")),
      "ZCALLRECORD rowid 5 | call | 5 | 2023-03-08T20:26:40Z | received | +14155550100 | NULL | false | NULL "
      "| NULL | NULL |  | NULL | NULL | NULL | NULL | NULL | NULL | NULL\n"
      "ZCALLRECORD rowid 5 | participant | 5 | 2023-03-08T20:26:40Z | received | eve@example.org | NULL | "
      "false | NULL | NULL | NULL |  | NULL | NULL | NULL | NULL | NULL | NULL | NULL\n"
      "ZCALLRECORD rowid 5 | participant | 5 | 2023-03-08T20:26:40Z | received | +14155550102 | NULL | false "
      "| NULL | NULL | NULL |  | NULL | NULL | NULL | NULL | NULL | NULL | NULL\n");
}

TEST(IosCalls, reads_the_history_up_to_ios_7) {
  EXPECT_EQ(records("ios.calls",
                    database_of("CREATE TABLE call(ROWID INTEGER PRIMARY KEY, address TEXT, date INTEGER, "
                                "duration INTEGER, flags INTEGER, id INTEGER);"
                                "INSERT INTO call VALUES(1, '+14155550100', 1300000000, 61, 5, -1), (2, "
                                "'+14155550101', 1300000100, 0, 4, 9)"),
                    "/private/var/wireless/Library/CallHistory/call_history.db"),
            "call rowid 1 | call | 1 | 2011-03-13T07:06:40Z | sent | +14155550100 | NULL | true | NULL | 61 "
            "| NULL |  | NULL | NULL | NULL | NULL | NULL | NULL | {\"flags\":5,\"id\":-1}\n"
            "call rowid 2 | call | 2 | 2011-03-13T07:08:20Z | received | +14155550101 | NULL | false | NULL "
            "| 0 | NULL |  | NULL | NULL | NULL | NULL | NULL | NULL | {\"flags\":4,\"id\":9}\n");
}

TEST(IosCalls, survives_an_address_that_is_no_text) {
  EXPECT_EQ(
      records("ios.calls",
              database_of(std::string(modern) +
                          "INSERT INTO ZCALLRECORD(Z_PK, ZDATE, ZADDRESS) VALUES(1, 'soon', x'2B31FF34')")),
      "ZCALLRECORD rowid 1 | call | 1 | NULL | mentioned | +1�4 | NULL | NULL | NULL | NULL | NULL |  | NULL "
      "| NULL | NULL | NULL | NULL | NULL | {\"ZDATE\":\"soon\"}\n");
}

TEST(IosCalls, says_which_state_of_the_log_holds_a_call) {
  auto [main, wal] = database_with_wal(
      std::string(modern) +
          "INSERT INTO ZCALLRECORD(Z_PK, ZDATE, ZADDRESS, ZDURATION) VALUES(1, 700000000, '+14155550100', 1)",
      "DELETE FROM ZCALLRECORD");
  EXPECT_EQ(records_with_wal("ios.calls", main, wal),
            "main ZCALLRECORD rowid 1 | call | 1 | 2023-03-08T20:26:40Z | mentioned | +14155550100 | NULL | "
            "NULL | NULL | 1 | NULL |  | NULL | NULL | NULL | NULL | NULL | NULL | NULL\n");
}

TEST(IosCalls, names_what_an_unknown_generation_lacks) {
  EXPECT_EQ(records("ios.calls", database_of("CREATE TABLE ZCALLRECORD(Z_PK, ZDATE)")),
            "failed: unsupported: table ZCALLRECORD has no column ZDURATION, ZADDRESS\n");
  EXPECT_EQ(records("ios.calls", database_of("CREATE TABLE other(a)")),
            "failed: unsupported: database has no table ZCALLRECORD\n");
}

}  // namespace bridle::testing
