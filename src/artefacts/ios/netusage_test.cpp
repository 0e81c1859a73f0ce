#include <gtest/gtest.h>

#include "testing/database_text.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

const std::string tables =
    "CREATE TABLE ZPROCESS(Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, ZPROCNAME VARCHAR, ZBUNDLENAME VARCHAR);"
    "INSERT INTO ZPROCESS VALUES(3, 12, 'Example', 'com.example.app');"
    "CREATE TABLE ZAPPDOMAINUSAGE(Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, ZHASAPP INTEGER, ZDOMAIN VARCHAR, "
    "ZDOMAINOWNER VARCHAR, ZHITS INTEGER, ZKIND INTEGER, ZEFFECTIVEUSERID INTEGER, ZFIRSTTIMESTAMP "
    "TIMESTAMP, "
    "ZTIMESTAMP TIMESTAMP);"
    "CREATE TABLE ZAPPRUN(Z_PK INTEGER PRIMARY KEY, ZHASAPP INTEGER, ZTIMESTART TIMESTAMP, ZTIMEEND "
    "TIMESTAMP);"
    "CREATE TABLE ZDIAGNOSTICCASESTORAGE(Z_PK INTEGER PRIMARY KEY, ZCASEDETECTEDPROCESS, "
    "ZCASEEFFECTIVEPROCESS, "
    "ZCASEDOMAIN, ZCASETYPE, ZCASESUBTYPE, ZTIMESTAMP, ZCASECLOSEDTIME);"
    "CREATE TABLE ZFLOW(Z_PK INTEGER PRIMARY KEY, ZIDENTIFIER, ZREMOTEID, ZTIMESTAMP);"
    "CREATE TABLE ZNETWORKATTACHMENT(Z_PK INTEGER PRIMARY KEY, ZIDENTIFIER VARCHAR, ZKIND INTEGER, "
    "ZFIRSTTIMESTAMP, "
    "ZTIMESTAMP, ZNETSIGNATURE BLOB);"
    "CREATE TABLE ZLIVEROUTEPERF(Z_PK INTEGER PRIMARY KEY, ZHASNETWORKATTACHMENT INTEGER, ZBYTESIN FLOAT, "
    "ZBYTESOUT "
    "FLOAT);";

}  // namespace

TEST(IosNetusage, reads_domains_runs_and_cases) {
  EXPECT_EQ(
      records("ios.netusage",
              database_of(
                  tables +
                  "INSERT INTO ZAPPDOMAINUSAGE VALUES(1, 2, 3, 'tracker.example', 'Example', 7, 1, 501, "
                  "700000000, 700000060), (2, 2, 99, 'orphan.example', NULL, 1, 0, 0, NULL, NULL);"
                  "INSERT INTO ZAPPRUN VALUES(1, 3, 700000000, 700000060);"
                  "INSERT INTO ZDIAGNOSTICCASESTORAGE VALUES(1, 'IMTranscoderAgent', 'imagent', 'Energy', "
                  "'crash', 'repeated', 700000000, 700000060);"
                  "INSERT INTO ZFLOW VALUES(1, 'id', '192.0.2.7', 700000000);")),
      "ZAPPDOMAINUSAGE rowid 1 | domain | Example | NULL | com.example.app | 2023-03-08T20:26:40Z | "
      "2023-03-08T20:27:40Z | tracker.example | Example | 7 | NULL | NULL | NULL | NULL | NULL | "
      "{\"Z_ENT\":2,\"ZKIND\":1,\"ZEFFECTIVEUSERID\":501}\n"
      "ZAPPDOMAINUSAGE rowid 2 | domain | NULL | NULL | NULL | NULL | NULL | orphan.example | NULL | 1 | "
      "NULL | NULL | NULL | NULL | NULL | {\"Z_ENT\":2,\"ZHASAPP\":99}\n"
      "ZAPPRUN rowid 1 | app_run | Example | NULL | com.example.app | 2023-03-08T20:26:40Z | "
      "2023-03-08T20:27:40Z | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL\n"
      "ZFLOW rowid 1 | flow | NULL | NULL | NULL | NULL | 2023-03-08T20:26:40Z | 192.0.2.7 | NULL | NULL | "
      "NULL | NULL | NULL | NULL | NULL | {\"ZIDENTIFIER\":\"id\"}\n"
      "ZDIAGNOSTICCASESTORAGE rowid 1 | case | IMTranscoderAgent | imagent | NULL | 2023-03-08T20:26:40Z | "
      "2023-03-08T20:27:40Z | NULL | NULL | NULL | NULL | NULL | NULL | NULL | Energy, crash, repeated | "
      "NULL\n");
}

TEST(IosNetusage, adds_up_the_traffic_of_a_network) {
  EXPECT_EQ(
      records(
          "ios.netusage",
          database_of(tables +
                      "INSERT INTO ZNETWORKATTACHMENT VALUES(5, 'Cafe-00:11:22:33:44:55', 1, 700000000, "
                      "700000060, NULL), (6, 'cell', 2, NULL, NULL, NULL), (7, 'x', 9, NULL, NULL, NULL);"
                      "INSERT INTO ZLIVEROUTEPERF VALUES(1, 5, 10, 20), (2, 5, 1, 2), (3, 9, 100, 100);")),
      "ZNETWORKATTACHMENT rowid 5 | network | NULL | NULL | NULL | 2023-03-08T20:26:40Z | "
      "2023-03-08T20:27:40Z | NULL | NULL | NULL | Cafe-00:11:22:33:44:55 | wifi | 11 | 22 | NULL | NULL\n"
      "ZNETWORKATTACHMENT rowid 6 | network | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | cell | "
      "cellular | NULL | NULL | NULL | NULL\n"
      "ZNETWORKATTACHMENT rowid 7 | network | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | x | 9 "
      "| NULL | NULL | NULL | NULL\n");
}

TEST(IosNetusage, has_nothing_to_say_of_databases_without_these_tables) {
  EXPECT_EQ(
      records("ios.netusage", database_of("CREATE TABLE ZPROCESS(Z_PK INTEGER PRIMARY KEY, ZPROCNAME)")), "");
  EXPECT_EQ(records("ios.netusage", "no database, though long enough to be looked at"),
            "failed: unsupported: not an SQLite database, or encrypted by its app\n");
}

}  // namespace bridle::testing
