#include <gtest/gtest.h>

#include "testing/database_text.h"
#include "testing/records.h"

namespace bridle::testing {

TEST(IosMessengerMessages, reads_open_and_secret_messages_with_their_sender) {
  EXPECT_EQ(records("ios.messenger_messages",
                    database_of(
                        "CREATE TABLE contacts(id INTEGER PRIMARY KEY, name);"
                        "INSERT INTO contacts VALUES(5, 'Ann');"
                        "CREATE TABLE messages(thread_key INTEGER, message_id TEXT, sender_id INTEGER, text, "
                        "timestamp_ms INTEGER, has_attachment);"
                        "INSERT INTO messages VALUES(77, 'mid.1', 5, 'see https://a.example/x', "
                        "1700000000500, 1);"
                        "CREATE TABLE secure_messages(thread_key INTEGER, sender_id INTEGER, text, "
                        "timestamp_ms INTEGER);"
                        "INSERT INTO secure_messages VALUES(78, 9, NULL, 0);")),
            "messages rowid 1 | message | 77 | mid.1 | 5 | Ann | see https://a.example/x | "
            "2023-11-14T22:13:20.500Z | {\"has_attachment\":1}\n"
            "  mined text plain https://a.example/x\n"
            "secure_messages rowid 1 | secure | 78 | NULL | 9 | NULL | NULL | NULL | NULL\n");
}

TEST(IosMessengerMessages, names_a_database_of_another_kind) {
  EXPECT_EQ(records("ios.messenger_messages", database_of("CREATE TABLE messages(a);")),
            "failed: unsupported: the database has none of the tables of messages that are read\n");
}

}  // namespace bridle::testing
