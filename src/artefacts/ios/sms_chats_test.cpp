#include <gtest/gtest.h>

#include "testing/database_text.h"
#include "testing/records.h"

namespace bridle::testing {
namespace {

constexpr const char* chats =
    "CREATE TABLE message(ROWID INTEGER PRIMARY KEY, text TEXT, date INTEGER);"
    "CREATE TABLE chat(ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT, style INTEGER, state INTEGER, "
    "chat_identifier TEXT, service_name TEXT, account_login TEXT, is_archived INTEGER, last_addressed_handle "
    "TEXT, display_name TEXT, is_filtered INTEGER, last_read_message_timestamp INTEGER);"
    "CREATE TABLE handle(ROWID INTEGER PRIMARY KEY, id TEXT);"
    "CREATE TABLE chat_handle_join(chat_id INTEGER, handle_id INTEGER);";

}  // namespace

TEST(IosSmsChats, gives_a_row_to_each_participant) {
  EXPECT_EQ(
      records(
          "ios.sms_chats",
          database_of(std::string(chats) +
                      "INSERT INTO chat VALUES(1, 'iMessage;-;eve@example.org', 45, 3, 'eve@example.org', "
                      "'iMessage', 'E:owner@example.com', 0, '+14155550100', '', 1, 700000000000000000), "
                      "(2, 'iMessage;+;chat77', 43, NULL, 'chat77', 'iMessage', NULL, 1, NULL, 'Team', 0, "
                      "0), (5, 'SMS;-;+14155550101', 45, 3, '+14155550101', 'SMS', NULL, 0, NULL, NULL, "
                      "NULL, 'soon');"
                      "INSERT INTO handle VALUES(3, 'eve@example.org'), (4, '+14155550102');"
                      "INSERT INTO chat_handle_join VALUES(1, 3), (2, 3), (2, 4), (2, 99)")),
      "chat rowid 1 | 1 | iMessage;-;eve@example.org | eve@example.org |  | iMessage | 45 | eve@example.org "
      "| "
      "E:owner@example.com | +14155550100 | 2023-03-08T20:26:40Z | true | false | {\"state\":3}\n"
      "chat rowid 2 | 2 | iMessage;+;chat77 | chat77 | Team | iMessage | 43 | eve@example.org | NULL | NULL "
      "| "
      "NULL | false | true | NULL\n"
      "chat rowid 2 | 2 | iMessage;+;chat77 | chat77 | Team | iMessage | 43 | +14155550102 | NULL | NULL | "
      "NULL | false | true | NULL\n"
      "chat rowid 2 | 2 | iMessage;+;chat77 | chat77 | Team | iMessage | 43 | NULL | NULL | NULL | NULL | "
      "false | true | NULL\n"
      "chat rowid 5 | 5 | SMS;-;+14155550101 | +14155550101 | NULL | SMS | 45 | NULL | NULL | NULL | NULL | "
      "NULL | false | {\"state\":3,\"last_read_message_timestamp\":\"soon\"}\n");
}

TEST(IosSmsChats, names_what_an_unknown_generation_lacks) {
  EXPECT_EQ(records("ios.sms_chats", database_of("CREATE TABLE message(text TEXT, date INTEGER)")), "");
  EXPECT_EQ(
      records("ios.sms_chats",
              database_of("CREATE TABLE message(text TEXT, date INTEGER); CREATE TABLE chat(guid TEXT)")),
      "failed: unsupported: table chat has no column chat_identifier\n");
  EXPECT_EQ(records("ios.sms_chats", database_of("CREATE TABLE other(a)")),
            "failed: unsupported: database has no table message\n");
}

}  // namespace bridle::testing
