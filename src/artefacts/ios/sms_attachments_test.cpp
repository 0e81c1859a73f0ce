#include <gtest/gtest.h>

#include "testing/records.h"
#include "testing/sqlite_builder.h"

namespace bridle::testing {
namespace {

constexpr std::string_view tables =
    "CREATE TABLE attachment(ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT, created_date INTEGER, "
    "start_date INTEGER,"
    " filename TEXT, uti TEXT, mime_type TEXT, transfer_state INTEGER, is_outgoing INTEGER, user_info BLOB, "
    "transfer_name TEXT,"
    " total_bytes INTEGER, is_sticker INTEGER, hide_attachment INTEGER, original_guid TEXT);"
    "CREATE TABLE message(ROWID INTEGER PRIMARY KEY, guid TEXT, handle_id INTEGER, service TEXT, date "
    "INTEGER);"
    "CREATE TABLE handle(ROWID INTEGER PRIMARY KEY, id TEXT);"
    "CREATE TABLE message_attachment_join(message_id INTEGER, attachment_id INTEGER);"
    "INSERT INTO handle VALUES(1, '+15550100');"
    "INSERT INTO message VALUES(7, 'G7', 1, 'iMessage', 600000000500000000), (8, 'G8', 0, 'SMS', 0);";

std::string text_of(const std::vector<std::uint8_t>& bytes) {
  return std::string(as_text(bytes));
}

TEST(IosSmsAttachments, reads_attachments_with_their_messages) {
  auto bytes = SqliteBuilder()
                   .run(std::string(tables) +
                        "INSERT INTO attachment VALUES(1, 'A1', 600000000, 600000001, "
                        "'~/Library/SMS/Attachments/ab/11/A1/x.gif',"
                        " 'com.compuserve.gif', 'image/gif', 5, 0, x'0102', 'x.gif', 4096, 0, 0, 'O1');"
                        "INSERT INTO message_attachment_join VALUES(7, 1)")
                   .build();
  ASSERT_TRUE(bytes) << bytes.error().message;
  EXPECT_EQ(records("ios.sms_attachments", text_of(bytes->main)),
            "attachment rowid 1 | 1 | A1 | 2020-01-06T10:40:00Z | 2020-01-06T10:40:01Z | received | "
            "~/Library/SMS/Attachments/ab/11/A1/x.gif | "
            "/private/var/mobile/Library/SMS/Attachments/ab/11/A1/x.gif | x.gif | "
            "image/gif | com.compuserve.gif | 4096 | 5 | 7 | G7 | 2020-01-06T10:40:00.500Z | +15550100 | "
            "iMessage | true | "
            "false | false | {\"user_info\":\"AQI=\",\"original_guid\":\"O1\"}\n");
}

TEST(IosSmsAttachments, keeps_attachments_without_a_message_and_with_several) {
  auto bytes = SqliteBuilder()
                   .run(std::string(tables) +
                        "INSERT INTO attachment(ROWID, filename, is_outgoing) VALUES(1, "
                        "'/var/tmp/com.apple.messages/a-1', 0), (2, NULL, 1),"
                        " (3, 'relative', 1);"
                        "INSERT INTO message_attachment_join VALUES(7, 2), (8, 2), (99, 3)")
                   .build();
  ASSERT_TRUE(bytes) << bytes.error().message;
  EXPECT_EQ(records("ios.sms_attachments", text_of(bytes->main)),
            "attachment rowid 1 | 1 | NULL | NULL | NULL | received | /var/tmp/com.apple.messages/a-1 | "
            "/var/tmp/com.apple.messages/a-1 | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL "
            "| NULL | NULL | false | "
            "false | false | NULL\n"
            "attachment rowid 2 | 2 | NULL | NULL | NULL | sent | NULL | NULL | NULL | NULL | NULL | NULL | "
            "NULL | 7 | G7 | "
            "2020-01-06T10:40:00.500Z | +15550100 | iMessage | false | false | false | NULL\n"
            "attachment rowid 2 | 2 | NULL | NULL | NULL | sent | NULL | NULL | NULL | NULL | NULL | NULL | "
            "NULL | 8 | G8 | NULL | NULL | "
            "SMS | false | false | false | NULL\n"
            "attachment rowid 3 | 3 | NULL | NULL | NULL | sent | relative | relative | NULL | NULL | NULL | "
            "NULL | NULL | 99 | NULL | "
            "NULL | NULL | NULL | false | false | false | NULL\n");
}

TEST(IosSmsAttachments, needs_only_the_table_of_attachments) {
  auto bytes =
      SqliteBuilder()
          .run(
              "CREATE TABLE attachment(ROWID INTEGER PRIMARY KEY, filename TEXT, created_date INTEGER);"
              "INSERT INTO attachment VALUES(1, '~/a', 600000000000000000)")
          .build();
  ASSERT_TRUE(bytes) << bytes.error().message;
  EXPECT_EQ(records("ios.sms_attachments", text_of(bytes->main)),
            "attachment rowid 1 | 1 | NULL | 2020-01-06T10:40:00Z | NULL | received | ~/a | "
            "/private/var/mobile/a | NULL | NULL | NULL | "
            "NULL | NULL | NULL | NULL | NULL | NULL | NULL | false | false | false | NULL\n");
}

TEST(IosSmsAttachments, names_what_an_unknown_generation_lacks) {
  auto bytes = SqliteBuilder().run("CREATE TABLE attachment(path TEXT)").build();
  ASSERT_TRUE(bytes);
  EXPECT_EQ(records("ios.sms_attachments", text_of(bytes->main)),
            "failed: unsupported: table attachment has no column filename\n");
  bytes = SqliteBuilder().run("CREATE TABLE message(address TEXT)").build();
  EXPECT_EQ(records("ios.sms_attachments", text_of(bytes->main)),
            "failed: unsupported: database has no table attachment\n");
}

}  // namespace
}  // namespace bridle::testing
