#include <gtest/gtest.h>

#include "testing/database_text.h"
#include "testing/records.h"

namespace bridle::testing {

TEST(IosSmsDeleted, reads_every_table_of_deletions) {
  EXPECT_EQ(
      records("ios.sms_deleted",
              database_of("CREATE TABLE message(ROWID INTEGER PRIMARY KEY, text TEXT, date INTEGER);"
                          "CREATE TABLE deleted_messages(ROWID INTEGER PRIMARY KEY, guid TEXT NOT NULL);"
                          "CREATE TABLE sync_deleted_messages(ROWID INTEGER PRIMARY KEY, guid TEXT, "
                          "recordID TEXT);"
                          "CREATE TABLE chat_recoverable_message_join(chat_id INTEGER, message_id "
                          "INTEGER, delete_date INTEGER, ck_sync_state INTEGER);"
                          "INSERT INTO deleted_messages VALUES(4, 'G4');"
                          "INSERT INTO sync_deleted_messages VALUES(1, 'G5', 'R5');"
                          "INSERT INTO chat_recoverable_message_join VALUES(2, 77, 700000000000000000, "
                          "1)")),
      "deleted_messages rowid 4 | deleted_messages | G4 | NULL | NULL | NULL | NULL\n"
      "sync_deleted_messages rowid 1 | sync_deleted_messages | G5 | NULL | NULL | NULL | "
      "{\"recordID\":\"R5\"}\n"
      "chat_recoverable_message_join rowid 1 | chat_recoverable_message_join | NULL | 2 | 77 | "
      "2023-03-08T20:26:40Z | {\"ck_sync_state\":1}\n");
}

TEST(IosSmsDeleted, has_nothing_to_say_where_nothing_was_deleted) {
  EXPECT_EQ(records("ios.sms_deleted", database_of("CREATE TABLE message(text TEXT, date INTEGER)")), "");
  EXPECT_EQ(records("ios.sms_deleted", database_of("CREATE TABLE other(a)")),
            "failed: unsupported: database has no table message\n");
}

}  // namespace bridle::testing
