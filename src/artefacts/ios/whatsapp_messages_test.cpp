#include <gtest/gtest.h>

#include <algorithm>

#include "testing/corpus.h"
#include "testing/database_text.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

constexpr const char* message_table =
    "CREATE TABLE ZWAMESSAGE(Z_PK INTEGER PRIMARY KEY, ZFLAGS INTEGER, ZGROUPEVENTTYPE INTEGER, ZISFROMME "
    "INTEGER, ZMESSAGESTATUS INTEGER, "
    "ZMESSAGETYPE INTEGER, ZSTARRED INTEGER, ZCHATSESSION INTEGER, ZGROUPMEMBER INTEGER, ZMESSAGEDATE "
    "TIMESTAMP, ZSENTDATE TIMESTAMP, "
    "ZFROMJID VARCHAR, ZPUSHNAME VARCHAR, ZSTANZAID VARCHAR, ZTEXT VARCHAR, ZTOJID VARCHAR);";
constexpr const char* oldest_table =
    "CREATE TABLE ZWAMESSAGE(Z_PK INTEGER PRIMARY KEY, ZISFROMME, ZFROMJID, ZTOJID, ZTEXT, ZMESSAGEDATE);";

}  // namespace

TEST(IosWhatsappMessages, says_who_sent_what_in_which_group) {
  EXPECT_EQ(
      records(
          "ios.whatsapp_messages",
          database_of(
              std::string(message_table) +
              "CREATE TABLE ZWACHATSESSION(Z_PK INTEGER PRIMARY KEY, ZCONTACTJID, ZPARTNERNAME);"
              "CREATE TABLE ZWAGROUPMEMBER(Z_PK INTEGER PRIMARY KEY, ZMEMBERJID, ZCONTACTNAME, ZFIRSTNAME);"
              "CREATE TABLE ZWAPROFILEPUSHNAME(Z_PK INTEGER PRIMARY KEY, ZJID, ZPUSHNAME);"
              "INSERT INTO ZWACHATSESSION VALUES(2, '12@g.us', 'Group');"
              "INSERT INTO ZWAGROUPMEMBER VALUES(5, '14155550101@s.whatsapp.net', '', 'Bob');"
              "INSERT INTO ZWAPROFILEPUSHNAME VALUES(1, '14155550101@s.whatsapp.net', 'bobby');"
              "INSERT INTO ZWAMESSAGE VALUES(1, 256, 2, 0, 8, 6, 1, 2, 5, 700000000, 700000001, '12@g.us', "
              "'ignored', 'ABC', "
              "'look: https://example.org/a', NULL)")),
      "ZWAMESSAGE rowid 1 | 1 | 2 | 12@g.us | Group | received | received | 12@g.us | NULL | "
      "14155550101@s.whatsapp.net | Bob | +14155550101 | bobby | look: https://example.org/a | "
      "2023-03-08T20:26:40Z | 2023-03-08T20:26:41Z | 6 | 2 | 8 | true | ABC | NULL | NULL | NULL | NULL | "
      "NULL | 0 | NULL | NULL | 0 | {\"ZFLAGS\":256,\"ZPUSHNAME\":\"ignored\"}\n"
      "  mined text plain https://example.org/a\n");
}

TEST(IosWhatsappMessages, does_not_double_a_message_with_several_previews_or_attachments) {
  EXPECT_EQ(
      records(
          "ios.whatsapp_messages",
          database_of(
              std::string(oldest_table) +
              "CREATE TABLE ZWAMEDIAITEM(Z_PK INTEGER PRIMARY KEY, ZMESSAGE, ZMEDIALOCALPATH, ZMEDIAURL, "
              "ZTITLE, ZAUTHORNAME, ZFILESIZE);"
              "CREATE TABLE ZWAMESSAGEDATAITEM(Z_PK INTEGER PRIMARY KEY, ZMESSAGE, ZMATCHEDTEXT, ZTITLE, "
              "ZSUMMARY, ZCONTENT1, ZCONTENT2);"
              "INSERT INTO ZWAMEDIAITEM VALUES(1, 1, 'Media/a.jpg', 'https://mmg.whatsapp.net/x', 'caption', "
              "'A', 10), "
              "(2, 1, 'Media/b.jpg', '', NULL, NULL, 20), (3, 99, 'Media/c.jpg', NULL, NULL, NULL, 1), (4, "
              "NULL, 'd', 0, 0, 0, 0);"
              "INSERT INTO ZWAMESSAGEDATAITEM VALUES(1, 1, 'https://one.example/', 'One', 'first', NULL, "
              "'https://one.example/real'), "
              "(2, 1, 'https://two.example/', 'Two', NULL, NULL, NULL);"
              "INSERT INTO ZWAMESSAGE VALUES(1, 1, NULL, '14155550100@s.whatsapp.net', NULL, 700000000)")),
      "ZWAMESSAGE rowid 1 | 1 | NULL | NULL | NULL | sent | sent | NULL | 14155550100@s.whatsapp.net | NULL "
      "| NULL | NULL | NULL | NULL | 2023-03-08T20:26:40Z | NULL | NULL | NULL | NULL | NULL | NULL | "
      "Media/a.jpg | https://mmg.whatsapp.net/x | caption | A | 10 | 2 | https://one.example/ | Media/b.jpg\n"
      "One\n"
      "first\n"
      "https://one.example/real\n"
      "https://two.example/\n"
      "Two | 2 | NULL\n"
      "  mined data_text plain https://one.example/real\n"
      "  mined data_text plain https://two.example/\n");
}

TEST(IosWhatsappMessages, reads_the_oldest_generation_and_messages_that_say_little) {
  EXPECT_EQ(
      records("ios.whatsapp_messages", database_of(std::string(oldest_table) +
                                                   "INSERT INTO ZWAMESSAGE VALUES(1, NULL, '5@lid', NULL, "
                                                   "'', 0), (2, 0, 'x@s.whatsapp.net', NULL, 'a', 1e300)")),
      "ZWAMESSAGE rowid 1 | 1 | NULL | NULL | NULL | mentioned | unknown | 5@lid | NULL | NULL | NULL | NULL "
      "| NULL |  | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 0 | "
      "NULL | NULL | 0 | NULL\n"
      "ZWAMESSAGE rowid 2 | 2 | NULL | NULL | NULL | received | received | x@s.whatsapp.net | NULL | NULL | "
      "NULL | NULL | NULL | a | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
      "NULL | 0 | NULL | NULL | 0 | {\"ZMESSAGEDATE\":1e+300}\n");
}

TEST(IosWhatsappMessages, says_which_state_of_the_log_holds_a_message) {
  auto [main, wal] = database_with_wal(
      std::string(oldest_table) +
          "INSERT INTO ZWAMESSAGE VALUES(1, 0, 'a', NULL, 'kept', 1), (2, 0, 'a', NULL, 'gone', 2)",
      "DELETE FROM ZWAMESSAGE WHERE Z_PK = 2");
  EXPECT_EQ(records_with_wal("ios.whatsapp_messages", main, wal),
            "both ZWAMESSAGE rowid 1 | 1 | NULL | NULL | NULL | received | received | a | NULL | NULL | NULL "
            "| NULL | NULL | kept | 2001-01-01T00:00:01Z | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
            "NULL | NULL | NULL | NULL | 0 | NULL | NULL | 0 | NULL\n"
            "main ZWAMESSAGE rowid 2 | 2 | NULL | NULL | NULL | received | received | a | NULL | NULL | NULL "
            "| NULL | NULL | gone | 2001-01-01T00:00:02Z | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
            "NULL | NULL | NULL | NULL | 0 | NULL | NULL | 0 | NULL\n");
}

TEST(IosWhatsappMessages, names_what_an_unknown_generation_lacks) {
  EXPECT_EQ(
      records("ios.whatsapp_messages",
              database_of("CREATE TABLE ZWAMESSAGE(Z_PK INTEGER PRIMARY KEY, ZISFROMME, ZFROMJID, ZTOJID)")),
      "failed: unsupported: table ZWAMESSAGE has no column ZTEXT, ZMESSAGEDATE\n");
}

TEST(IosWhatsappMessages, reads_the_corpus) {
  CORPUS_OR_SKIP(folder, "ios-mvt-backup/ios_backup/7c");
  EXPECT_EQ(
      records("ios.whatsapp_messages", content_of(folder / "7c7fba66680ef796b916b067077cc246adacf01d")),
      "ZWAMESSAGE rowid 1 | 1 | 1 | 100000000000001@lid | Alice Example | received | received | "
      "14155550100@s.whatsapp.net | NULL | NULL | NULL | +14155550100 | NULL | Hi | 2025-08-27T15:06:40Z | "
      "NULL | 0 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 0 | NULL | NULL | 0 | NULL\n"
      "ZWAMESSAGE rowid 2 | 2 | 1 | 100000000000001@lid | Alice Example | sent | sent | NULL | "
      "14155550100@s.whatsapp.net | NULL | NULL | NULL | NULL | Check https://example.org/news | "
      "2025-08-28T18:53:20Z | NULL | 0 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 0 | "
      "NULL | NULL | 0 | NULL\n"
      "  mined text plain https://example.org/news\n"
      "ZWAMESSAGE rowid 3 | 3 | 2 | 120000000000000001@g.us | Example Group | received | received | "
      "14155550101@s.whatsapp.net | NULL | NULL | NULL | +14155550101 | NULL | Welcome | "
      "2025-08-29T22:40:00Z | NULL | 0 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | 0 | "
      "NULL | NULL | 0 | NULL\n");
}

TEST(IosWhatsappMessages, reads_a_real_phone) {
  CORPUS_OR_SKIP(folder,
                 "ios-ileapp-josh15/dump/filesystem2/mobile/Containers/Shared/AppGroup/"
                 "694FBBC5-2E69-480A-A25B-FF8CC038BEF8");
  std::string text = records_with_wal("ios.whatsapp_messages", content_of(folder / "ChatStorage.sqlite"),
                                      content_of(folder / "ChatStorage.sqlite-wal"));
  std::size_t current = 0;
  for (std::string_view state : {"both ", "wal "})
    for (std::size_t at = text.find(state); at != std::string::npos; at = text.find(state, at + 1))
      current += text.compare(at + state.size(), 10, "ZWAMESSAGE") == 0 ? 1 : 0;
  EXPECT_EQ(current, 32U);
  EXPECT_EQ(text.find("failed"), std::string::npos);
}

}  // namespace bridle::testing
