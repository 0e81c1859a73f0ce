#include <gtest/gtest.h>

#include "testing/corpus.h"
#include "testing/database_text.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

constexpr const char* newest =
    "CREATE TABLE ZINTERACTIONS(Z_PK INTEGER PRIMARY KEY, ZSENDER INTEGER, ZSTARTDATE REAL, ZENDDATE REAL, "
    "ZCREATIONDATE REAL, ZBUNDLEID TEXT, ZACCOUNT TEXT, ZTARGETBUNDLEID TEXT, ZDIRECTION INTEGER, "
    "ZRECIPIENTCOUNT INTEGER, ZDOMAINIDENTIFIER TEXT, ZISRESPONSE INTEGER, ZCONTENTURL TEXT, ZLOCATIONUUID "
    "BLOB, ZGROUPNAME TEXT, ZDERIVEDINTENTIDENTIFIER TEXT, ZMECHANISM INTEGER);"
    "CREATE TABLE ZCONTACTS(Z_PK INTEGER PRIMARY KEY, ZDISPLAYNAME TEXT, ZIDENTIFIER TEXT, ZPERSONID TEXT, "
    "ZCUSTOMIDENTIFIER TEXT);"
    "CREATE TABLE ZATTACHMENT(Z_PK INTEGER PRIMARY KEY, ZCONTENTTEXT TEXT, ZUTI TEXT, ZCONTENTURL TEXT, "
    "ZSIZEINBYTES INTEGER, ZPHOTOLOCALIDENTIFIER TEXT, ZIDENTIFIER BLOB, ZCLOUDIDENTIFIER TEXT);";

}  // namespace

TEST(IosInteractionC, reads_sender_recipients_and_attachments) {
  EXPECT_EQ(
      records("ios.interaction_c",
              database_of(
                  std::string(newest) +
                  "CREATE TABLE Z_1INTERACTIONS(Z_1ATTACHMENTS INTEGER, Z_3INTERACTIONS INTEGER); CREATE "
                  "TABLE Z_2INTERACTIONRECIPIENT(Z_2RECIPIENTS INTEGER, Z_3INTERACTIONRECIPIENT INTEGER);"
                  "INSERT INTO ZINTERACTIONS VALUES(1, 1, 700000000.5, 700000001, 707776000, "
                  "'com.apple.MobileSMS', 'E:me@example.org', 'net.example', 0, 2, 'chat1', 1, "
                  "'https://a.example/x', x'0102', 'Group', 'intent', 13), (2, NULL, 700000100, NULL, NULL, "
                  "'com.apple.mobilemail', NULL, NULL, 1, 1, NULL, 0, NULL, NULL, NULL, NULL, NULL), (3, 9, "
                  "NULL, NULL, NULL, NULL, NULL, NULL, 5, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);"
                  "INSERT INTO ZCONTACTS VALUES(1, 'Eve', 'eve@example.org', 'P', 'custom'), (2, NULL, "
                  "'+14155550100', NULL, NULL);"
                  "INSERT INTO Z_2INTERACTIONRECIPIENT VALUES(2, 1), (1, 2), (7, 2); INSERT INTO "
                  "Z_1INTERACTIONS VALUES(4, 1), (5, 2);"
                  "INSERT INTO ZATTACHMENT VALUES(4, 'see https://b.example/', 'public.url', "
                  "'https://c.example/', 99, 'photo', x'01', 'cloud')")),
      "ZINTERACTIONS rowid 1 | interaction | 1 | 2023-03-08T20:26:40.500Z | 2023-03-08T20:26:41Z | "
      "2023-06-06T20:26:40Z | received | incoming | 0 | com.apple.MobileSMS | net.example | E:me@example.org "
      "| 1 | eve@example.org | custom | Eve | chat1 | Group | 2 | 13 | true | https://a.example/x | NULL | "
      "intent | NULL | NULL | NULL | NULL | NULL | {\"ZLOCATIONUUID\":\"AQI=\"}\n"
      "ZINTERACTIONS rowid 1 | recipient | 1 | NULL | NULL | NULL | received | incoming | 0 | "
      "com.apple.MobileSMS | NULL | NULL | 2 | +14155550100 | NULL | NULL | NULL | NULL | NULL | NULL | NULL "
      "| NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL\n"
      "ZINTERACTIONS rowid 1 | attachment | 1 | NULL | NULL | NULL | received | incoming | 0 | "
      "com.apple.MobileSMS | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "NULL | NULL | NULL | 4 | see https://b.example/ | public.url | https://c.example/ | 99 | "
      "{\"photo_local_id\":\"photo\",\"identifier\":\"01\",\"cloud_id\":\"cloud\"}\n"
      "  mined attachment_text plain https://b.example/\n"
      "ZINTERACTIONS rowid 2 | interaction | 2 | 2023-03-08T20:28:20Z | NULL | NULL | sent | outgoing | 1 | "
      "com.apple.mobilemail | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 1 | NULL | false | "
      "NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL\n"
      "ZINTERACTIONS rowid 2 | recipient | 2 | NULL | NULL | NULL | sent | outgoing | 1 | "
      "com.apple.mobilemail | NULL | NULL | 1 | eve@example.org | custom | Eve | NULL | NULL | NULL | NULL | "
      "NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL\n"
      "ZINTERACTIONS rowid 2 | recipient | 2 | NULL | NULL | NULL | sent | outgoing | 1 | "
      "com.apple.mobilemail | NULL | NULL | 7 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL "
      "| NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL\n"
      "ZINTERACTIONS rowid 2 | attachment | 2 | NULL | NULL | NULL | sent | outgoing | 1 | "
      "com.apple.mobilemail | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "NULL | NULL | NULL | 5 | NULL | NULL | NULL | NULL | NULL\n"
      "ZINTERACTIONS rowid 3 | interaction | 3 | NULL | NULL | NULL | mentioned |  | 5 | NULL | NULL | NULL "
      "| 9 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL "
      "| NULL | NULL | NULL\n");
}

TEST(IosInteractionC, finds_join_tables_under_other_entity_numbers) {
  EXPECT_EQ(
      records(
          "ios.interaction_c",
          database_of(std::string(newest) +
                      "CREATE TABLE Z_2INTERACTIONS(Z_2ATTACHMENTS INTEGER, Z_5INTERACTIONS INTEGER); CREATE "
                      "TABLE Z_3INTERACTIONRECIPIENT(Z_3RECIPIENTS INTEGER, Z_5INTERACTIONRECIPIENT INTEGER);"
                      "INSERT INTO ZINTERACTIONS(Z_PK, ZBUNDLEID, ZDIRECTION) VALUES(1, 'a', 1); INSERT INTO "
                      "ZCONTACTS(Z_PK, ZIDENTIFIER) VALUES(2, '+1'); INSERT INTO Z_3INTERACTIONRECIPIENT "
                      "VALUES(2, 1);"
                      "INSERT INTO ZATTACHMENT(Z_PK, ZUTI) VALUES(4, 'u'); INSERT INTO Z_2INTERACTIONS "
                      "VALUES(4, 1)")),
      "ZINTERACTIONS rowid 1 | interaction | 1 | NULL | NULL | NULL | sent | outgoing | 1 | a | NULL | NULL "
      "| NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "NULL | NULL | NULL | NULL\n"
      "ZINTERACTIONS rowid 1 | recipient | 1 | NULL | NULL | NULL | sent | outgoing | 1 | a | NULL | NULL | "
      "2 | +1 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "NULL | NULL | NULL\n"
      "ZINTERACTIONS rowid 1 | attachment | 1 | NULL | NULL | NULL | sent | outgoing | 1 | a | NULL | NULL | "
      "NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 4 | NULL | u | "
      "NULL | NULL | NULL\n");
}

TEST(IosInteractionC, reads_the_oldest_generation) {
  EXPECT_EQ(
      records(
          "ios.interaction_c",
          database_of("CREATE TABLE ZINTERACTIONS(Z_PK INTEGER PRIMARY KEY, ZSENDER INTEGER, ZSTARTDATE "
                      "REAL, ZENDDATE REAL, ZBUNDLEID TEXT, ZDIRECTION INTEGER, ZMECHANISM INTEGER); CREATE "
                      "TABLE ZCONTACTS(Z_PK INTEGER PRIMARY KEY, ZIDENTIFIER TEXT);"
                      "INSERT INTO ZINTERACTIONS VALUES(1, 3, 500000000, 500000000, "
                      "'com.apple.InCallService', 0, 4); INSERT INTO ZCONTACTS VALUES(3, '+14155550100')")),
      "ZINTERACTIONS rowid 1 | interaction | 1 | 2016-11-05T00:53:20Z | 2016-11-05T00:53:20Z | NULL | "
      "received | incoming | 0 | com.apple.InCallService | NULL | NULL | 3 | +14155550100 | NULL | NULL | "
      "NULL | NULL | NULL | 4 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL\n");
}

TEST(IosInteractionC, says_which_state_of_the_log_holds_an_interaction) {
  auto [main, wal] = database_with_wal(
      std::string(newest) + "INSERT INTO ZINTERACTIONS(Z_PK, ZBUNDLEID, ZDIRECTION) VALUES(1, 'a', 1)",
      "DELETE FROM ZINTERACTIONS");
  EXPECT_EQ(records_with_wal("ios.interaction_c", main, wal),
            "main ZINTERACTIONS rowid 1 | interaction | 1 | NULL | NULL | NULL | sent | outgoing | 1 | a | "
            "NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL "
            "| NULL | NULL | NULL | NULL | NULL | NULL\n");
}

TEST(IosInteractionC, names_what_an_unknown_generation_lacks) {
  EXPECT_EQ(
      records("ios.interaction_c", database_of("CREATE TABLE ZINTERACTIONS(Z_PK)")),
      "failed: unsupported: table ZINTERACTIONS has no column ZSTARTDATE, ZBUNDLEID, ZDIRECTION, ZSENDER\n");
}

TEST(IosInteractionC, reads_the_corpus) {
  CORPUS_OR_SKIP(folder, "ios-mvt-backup/ios_backup/1f");
  EXPECT_EQ(records("ios.interaction_c", content_of(folder / "1f5a521220a3ad80ebfdc196978df8e7a2e49dee")),
            "ZINTERACTIONS rowid 1 | interaction | 1 | 2025-09-08T04:53:20Z | 2025-09-08T04:53:20Z | "
            "2025-09-08T04:53:20Z | received | incoming | 0 | net.whatsapp.WhatsApp | NULL | NULL | 1 | "
            "100000000000001@lid | 100000000000001@lid | NULL | NULL | NULL | 1 | NULL | false | NULL | NULL "
            "| NULL | NULL | NULL | NULL | NULL | NULL | NULL\n"
            "ZINTERACTIONS rowid 2 | interaction | 2 | 2025-09-09T08:40:00Z | 2025-09-09T08:40:00Z | "
            "2025-09-09T08:40:00Z | sent | outgoing | 1 | net.whatsapp.WhatsApp | NULL | NULL | NULL | NULL "
            "| NULL | NULL | 100000000000001@lid | NULL | 1 | NULL | false | NULL | NULL | NULL | NULL | "
            "NULL | NULL | NULL | NULL | NULL\n"
            "ZINTERACTIONS rowid 2 | recipient | 2 | NULL | NULL | NULL | sent | outgoing | 1 | "
            "net.whatsapp.WhatsApp | NULL | NULL | 2 | +14155550100 | NULL | NULL | NULL | NULL | NULL | "
            "NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL\n"
            "ZINTERACTIONS rowid 3 | interaction | 3 | 2025-09-10T12:26:40Z | 2025-09-10T12:26:40Z | "
            "2025-12-09T12:26:40Z | received | incoming | 0 | com.apple.MobileSMS | NULL | NULL | 3 | "
            "+14155550101 | NULL | Bob Example | NULL | NULL | 1 | NULL | false | NULL | NULL | NULL | NULL "
            "| NULL | NULL | NULL | NULL | NULL\n");
}

}  // namespace bridle::testing
