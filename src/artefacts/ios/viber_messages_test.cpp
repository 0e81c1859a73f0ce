#include <gtest/gtest.h>

#include "testing/database_text.h"
#include "testing/records.h"

namespace bridle::testing {

TEST(IosViberMessages, reads_messages_with_their_chat_and_sender) {
  EXPECT_EQ(
      records("ios.viber_messages",
              database_of(
                  "CREATE TABLE ZCONVERSATION(Z_PK INTEGER PRIMARY KEY, ZNAME);"
                  "INSERT INTO ZCONVERSATION VALUES(3, 'Group');"
                  "CREATE TABLE ZMEMBER(Z_PK INTEGER PRIMARY KEY, ZDISPLAYFULLNAME);"
                  "INSERT INTO ZMEMBER VALUES(5, 'Ann');"
                  "CREATE TABLE ZPHONENUMBER(Z_PK INTEGER PRIMARY KEY, ZMEMBER, ZPHONE);"
                  "INSERT INTO ZPHONENUMBER VALUES(1, 5, '+15550001');"
                  "CREATE TABLE ZVIBERMESSAGE(Z_PK INTEGER PRIMARY KEY, ZCONVERSATION, ZPHONENUMINDEX, "
                  "ZSTATE, ZTEXT, ZDATE REAL, ZSTATEDATE REAL, ZMETADATA, ZBEINGDELETED, ZLIKESCOUNT);"
                  "INSERT INTO ZVIBERMESSAGE VALUES(1, 3, 5, 'received', 'see https://a.example/x', "
                  "700000000, 700000001, NULL, 0, 2), (2, NULL, NULL, 'delivered', '', NULL, NULL, NULL, 1, "
                  "0), (3, 9, 9, NULL, 'hm', 0, 0, NULL, NULL, 0);")),
      "ZVIBERMESSAGE rowid 1 | 1 | 3 | Group | received | received | Ann | +15550001 | see "
      "https://a.example/x | 2023-03-08T20:26:40Z | 2023-03-08T20:26:41Z | NULL | false | "
      "{\"ZLIKESCOUNT\":2}\n"
      "  mined text plain https://a.example/x\n"
      "ZVIBERMESSAGE rowid 2 | 2 | NULL | NULL | sent | delivered | NULL | NULL | NULL | NULL | NULL | NULL "
      "| "
      "true | NULL\n"
      "ZVIBERMESSAGE rowid 3 | 3 | 9 | NULL | mentioned | NULL | NULL | NULL | hm | NULL | NULL | NULL | "
      "NULL "
      "| NULL\n");
}

TEST(IosViberMessages, names_a_database_of_another_kind) {
  EXPECT_EQ(records("ios.viber_messages", database_of("CREATE TABLE t(a);")).substr(0, 20),
            "failed: unsupported:");
}

}  // namespace bridle::testing
