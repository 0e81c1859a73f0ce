#include <gtest/gtest.h>

#include "testing/corpus.h"
#include "testing/database_text.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

constexpr const char* chat_tables =
    "CREATE TABLE ZWAMESSAGE(Z_PK INTEGER PRIMARY KEY, ZCHATSESSION INTEGER, ZMESSAGEDATE REAL);"
    "CREATE TABLE ZWACHATSESSION(Z_PK INTEGER PRIMARY KEY, ZCONTACTJID, ZPARTNERNAME, ZMESSAGECOUNTER, "
    "ZLASTMESSAGEDATE, ZGROUPINFO, ZFLAGS);";

}  // namespace

TEST(IosWhatsappChats, sets_the_counter_against_what_is_stored) {
  EXPECT_EQ(
      records(
          "ios.whatsapp_chats",
          database_of(
              std::string(chat_tables) +
              "INSERT INTO ZWAMESSAGE VALUES(1, 1, 700000000), (2, 1, 700000100), (3, 1, 0), (4, NULL, 5);"
              "INSERT INTO ZWACHATSESSION VALUES(1, '14155550100@s.whatsapp.net', 'Alice', 40, 700009999, "
              "NULL, 256), "
              "(2, 'broken', NULL, NULL, NULL, NULL, 0), (3, '1@lid', NULL, -5, NULL, NULL, 0)")),
      "ZWACHATSESSION rowid 1 | 1 | 14155550100@s.whatsapp.net | Alice | +14155550100 | false | NULL | NULL "
      "| NULL | NULL | 40 | 3 | 37 | 2023-03-08T20:26:40Z | 2023-03-08T20:28:20Z | 2023-03-08T23:13:19Z | "
      "NULL | NULL | {\"ZFLAGS\":256}\n"
      "ZWACHATSESSION rowid 2 | 2 | broken | NULL | NULL | false | NULL | NULL | NULL | NULL | NULL | 0 | "
      "NULL | NULL | NULL | NULL | NULL | NULL | NULL\n"
      "ZWACHATSESSION rowid 3 | 3 | 1@lid | NULL | NULL | false | NULL | NULL | NULL | NULL | -5 | 0 | 0 | "
      "NULL | NULL | NULL | NULL | NULL | NULL\n");
}

TEST(IosWhatsappChats, knows_groups_and_the_numbers_behind_ids) {
  EXPECT_EQ(
      records("ios.whatsapp_chats",
              database_of(
                  std::string(chat_tables) +
                  "CREATE TABLE ZWAGROUPINFO(Z_PK INTEGER PRIMARY KEY, ZCREATIONDATE, ZCREATORJID);"
                  "CREATE TABLE ZWAPHONENUMBERLIDPAIR(Z_PK INTEGER PRIMARY KEY, ZLID, ZPHONENUMBER);"
                  "INSERT INTO ZWAGROUPINFO VALUES(7, 700000000, '1@lid');"
                  "INSERT INTO ZWAPHONENUMBERLIDPAIR VALUES(1, '1', '14155550100'), (2, '2', 'no number');"
                  "INSERT INTO ZWACHATSESSION VALUES(1, '9@g.us', 'Group', 0, NULL, 7, 0), (2, '1@lid', "
                  "'Alice', 0, NULL, NULL, 0), "
                  "(3, '2@lid', NULL, 0, NULL, NULL, 0)")),
      "ZWACHATSESSION rowid 1 | 1 | 9@g.us | Group | NULL | true | NULL | NULL | NULL | NULL | 0 | 0 | 0 | "
      "NULL | NULL | NULL | 2023-03-08T20:26:40Z | 1@lid | NULL\n"
      "ZWACHATSESSION rowid 2 | 2 | 1@lid | Alice | +14155550100 | false | NULL | NULL | NULL | NULL | 0 | 0 "
      "| 0 | NULL | NULL | NULL | NULL | NULL | NULL\n"
      "ZWACHATSESSION rowid 3 | 3 | 2@lid | NULL | NULL | false | NULL | NULL | NULL | NULL | 0 | 0 | 0 | "
      "NULL | NULL | NULL | NULL | NULL | NULL\n");
}

TEST(IosWhatsappChats, says_which_state_of_the_log_holds_a_chat) {
  auto [main, wal] = database_with_wal(
      std::string(chat_tables) + "INSERT INTO ZWACHATSESSION(Z_PK, ZCONTACTJID) VALUES(1, 'a'), (2, 'b')",
      "DELETE FROM ZWACHATSESSION WHERE Z_PK = 1");
  EXPECT_EQ(records_with_wal("ios.whatsapp_chats", main, wal),
            "both ZWACHATSESSION rowid 2 | 2 | b | NULL | NULL | false | NULL | NULL | NULL | NULL | NULL | "
            "0 | NULL | NULL | NULL | NULL | NULL | NULL | NULL\n"
            "main ZWACHATSESSION rowid 1 | 1 | a | NULL | NULL | false | NULL | NULL | NULL | NULL | NULL | "
            "0 | NULL | NULL | NULL | NULL | NULL | NULL | NULL\n");
}

TEST(IosWhatsappChats, names_what_an_unknown_generation_lacks) {
  EXPECT_EQ(records("ios.whatsapp_chats", database_of("CREATE TABLE a(b)")),
            "failed: unsupported: database has no table ZWACHATSESSION\n");
}

TEST(IosWhatsappChats, reads_the_corpus) {
  CORPUS_OR_SKIP(folder, "ios-mvt-backup/ios_backup/7c");
  EXPECT_EQ(records("ios.whatsapp_chats", content_of(folder / "7c7fba66680ef796b916b067077cc246adacf01d")),
            "ZWACHATSESSION rowid 1 | 1 | 100000000000001@lid | Alice Example | NULL | false | 0 | false | "
            "false | false | 2 | 2 | 0 | 2025-08-27T15:06:40Z | 2025-08-28T18:53:20Z | 2025-08-28T18:53:20Z "
            "| NULL | NULL | NULL\n"
            "ZWACHATSESSION rowid 2 | 2 | 120000000000000001@g.us | Example Group | NULL | true | 1 | false "
            "| false | false | 2 | 1 | 1 | 2025-08-29T22:40:00Z | 2025-08-29T22:40:00Z | "
            "2025-08-31T02:26:40Z | 2025-08-21T20:13:20Z | NULL | NULL\n");
}

}  // namespace bridle::testing
