#include <gtest/gtest.h>

#include "base/text.h"
#include "testing/corpus.h"
#include "testing/link_metadata_builder.h"
#include "testing/message_summary_builder.h"
#include "testing/records.h"
#include "testing/sqlite_builder.h"
#include "testing/typedstream_builder.h"

namespace bridle::testing {
namespace {

// iOS 11 to 18, the columns that matter here.
constexpr std::string_view modern =
    "CREATE TABLE message(ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT, text TEXT, handle_id INTEGER, "
    "subject TEXT,"
    " attributedBody BLOB, service TEXT, account TEXT, date INTEGER, date_read INTEGER, date_delivered "
    "INTEGER,"
    " is_from_me INTEGER, is_read INTEGER, cache_roomnames TEXT, item_type INTEGER, other_handle INTEGER, "
    "group_title TEXT,"
    " group_action_type INTEGER, associated_message_guid TEXT, associated_message_type INTEGER, "
    "balloon_bundle_id TEXT,"
    " payload_data BLOB, message_summary_info BLOB, is_spam INTEGER, date_retracted INTEGER, date_edited "
    "INTEGER,"
    " destination_caller_id TEXT);"
    "CREATE TABLE handle(ROWID INTEGER PRIMARY KEY, id TEXT);"
    "CREATE TABLE chat(ROWID INTEGER PRIMARY KEY, guid TEXT, chat_identifier TEXT, display_name TEXT);"
    "CREATE TABLE chat_message_join(chat_id INTEGER, message_id INTEGER);"
    "CREATE TABLE chat_recoverable_message_join(chat_id INTEGER, message_id INTEGER, delete_date INTEGER);"
    "INSERT INTO handle VALUES(1, '+15550100'), (2, 'a@example.org');"
    "INSERT INTO chat VALUES(1, 'iMessage;-;+15550100', '+15550100', NULL), (2, 'iMessage;+;chat9', 'chat9', "
    "'Family');";

std::string text_of(const std::vector<std::uint8_t>& bytes) {
  return std::string(as_text(bytes));
}

// The values of one column of every record, with those of the locator before it.
std::string only(const std::string& records, std::initializer_list<std::size_t> columns) {
  std::string kept;
  for (Lines lines{records}; auto line = lines.next();) {
    std::vector<std::string_view> values;
    for (std::string_view rest = line->text;;) {
      auto end = rest.find(" | ");
      values.push_back(rest.substr(0, end));
      if (end == std::string_view::npos) break;
      rest.remove_prefix(end + 3);
    }
    kept += values[0];
    if (values.size() > 1)
      for (std::size_t column : columns) kept += " | " + std::string(values.at(column));
    kept += "\n";
  }
  return kept;
}

enum Columns : std::size_t {
  id = 1,
  guid,
  date,
  relation,
  is_from_me,
  handle,
  service,
  account,
  subject,
  text,
  attributed_text,
  links,
  preview_original,
  preview_url,
  preview_title,
  preview_summary,
  preview_others,
  edits,
  retracted,
  read,
  delivered,
  played,
  edited,
  unsent,
  deleted,
  chat,
  chat_guid,
  chat_name,
  group_title,
  room,
  item_type,
  group_action,
  other_handle,
  is_read,
  is_spam,
  reaction,
  reaction_to,
  balloon,
  others
};

TEST(IosSms, reads_messages_with_handle_and_conversation) {
  auto bytes = SqliteBuilder()
                   .run(std::string(modern) +
                        "INSERT INTO message(ROWID, guid, text, handle_id, service, account, date, "
                        "date_read, is_from_me, is_read, is_spam,"
                        " destination_caller_id) VALUES"
                        "(3, 'G3', 'see https://bad.example.org/x', 1, 'iMessage', 'P:+1', "
                        "588813210539788032, 588813211000000000, 0, 1, 0, '+1'),"
                        "(4, 'G4', 'ok', 1, 'iMessage', 'P:+1', 588813220000000000, 0, 1, 0, 0, '');"
                        "INSERT INTO chat_message_join VALUES(1, 3), (1, 4)")
                   .build();
  ASSERT_TRUE(bytes) << bytes.error().message;
  EXPECT_EQ(records("ios.sms", text_of(bytes->main)),
            "message rowid 3 | 3 | G3 | 2019-08-29T23:13:30.539788032Z | received | false | +15550100 | "
            "iMessage | P:+1 | NULL | "
            "see https://bad.example.org/x | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
            "2019-08-29T23:13:31Z | "
            "NULL | NULL | NULL | NULL | NULL | +15550100 | iMessage;-;+15550100 | NULL | NULL | NULL | NULL "
            "| NULL | NULL | true | "
            "false | NULL | NULL | NULL | {\"destination_caller_id\":\"+1\"}\n"
            "  mined text plain https://bad.example.org/x\n"
            "message rowid 4 | 4 | G4 | 2019-08-29T23:13:40Z | sent | true | +15550100 | iMessage | P:+1 | "
            "NULL | ok | NULL | NULL | "
            "NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | NULL | "
            "+15550100 | "
            "iMessage;-;+15550100 | NULL | NULL | NULL | NULL | NULL | NULL | false | false | NULL | NULL | "
            "NULL | NULL\n");
}

TEST(IosSms, keeps_events_of_a_group_and_messages_without_a_handle) {
  auto bytes = SqliteBuilder()
                   .run(std::string(modern) +
                        "INSERT INTO message(ROWID, handle_id, other_handle, date, is_from_me, item_type, "
                        "group_action_type, group_title,"
                        " cache_roomnames) VALUES"
                        "(1, 1, 2, 1000000000000, 0, 1, 0, NULL, 'chat9'), (2, 0, 0, 1000000000000, 1, 2, 0, "
                        "'Family', 'chat9'),"
                        "(3, 77, 0, 0, 0, 0, 0, NULL, NULL);"
                        "INSERT INTO chat_message_join VALUES(2, 1), (2, 2)")
                   .build();
  ASSERT_TRUE(bytes) << bytes.error().message;
  EXPECT_EQ(
      only(records("ios.sms", text_of(bytes->main)), {date, relation, handle, chat, chat_name, group_title,
                                                      room, item_type, group_action, other_handle, others}),
      "message rowid 1 | 2001-01-01T00:16:40Z | received | +15550100 | chat9 | Family | NULL | chat9 | 1 | 0 "
      "| a@example.org | NULL\n"
      "message rowid 2 | 2001-01-01T00:16:40Z | sent | NULL | chat9 | Family | Family | chat9 | 2 | 0 | NULL "
      "| NULL\n"
      "message rowid 3 | NULL | received | NULL | NULL | NULL | NULL | NULL | 0 | 0 | NULL | "
      "{\"handle_id\":77}\n");
}

TEST(IosSms, reads_the_text_and_the_links_of_the_attributed_body) {
  std::string linked = write_typedstream(
      {.text = "press here",
       .runs = {{6, {{"__kIMMessagePartAttributeName", std::int64_t{0}}}},
                {4, {{"__kIMLinkAttributeName", AttributedTemplate::Link{"https://bad.example.org/y"}}}}}});
  auto bytes = SqliteBuilder()
                   .run(std::string(modern))
                   .insert_blob("INSERT INTO message(ROWID, text, attributedBody) VALUES(1, NULL, ?)", linked)
                   .insert_blob("INSERT INTO message(ROWID, text, attributedBody) VALUES(2, 'same', ?)",
                                write_typedstream(plain_text("same")))
                   .insert_blob("INSERT INTO message(ROWID, text, attributedBody) VALUES(3, 'one', ?)",
                                write_typedstream(plain_text("another")))
                   .build();
  ASSERT_TRUE(bytes) << bytes.error().message;
  EXPECT_EQ(only(records("ios.sms", text_of(bytes->main)), {text, attributed_text, links, others}),
            "message rowid 1 | NULL | press here | [\"https://bad.example.org/y\"] | NULL\n"
            "  mined attributed_links plain https://bad.example.org/y\n"
            "message rowid 2 | same | NULL | NULL | NULL\n"
            "message rowid 3 | one | another | NULL | NULL\n");
}

TEST(IosSms, reads_link_previews) {
  std::string preview = write_link_metadata({.original_url = "https://t.example/1",
                                             .url = "https://bad.example.org/z",
                                             .title = "News",
                                             .summary = {},
                                             .image_urls = {"https://img.example/i.png"}});
  auto bytes = SqliteBuilder()
                   .run(std::string(modern))
                   .insert_blob(
                       "INSERT INTO message(ROWID, text, balloon_bundle_id, payload_data) VALUES(1, "
                       "'https://t.example/1', "
                       "'com.apple.messages.URLBalloonProvider', ?)",
                       preview)
                   .build();
  ASSERT_TRUE(bytes) << bytes.error().message;
  EXPECT_EQ(only(records("ios.sms", text_of(bytes->main)),
                 {preview_original, preview_url, preview_title, preview_summary, preview_others, balloon}),
            "message rowid 1 | https://t.example/1 | https://bad.example.org/z | News | NULL | "
            "[\"https://img.example/i.png\"] | "
            "com.apple.messages.URLBalloonProvider\n"
            "  mined text plain https://t.example/1\n"
            "  mined preview_other_urls plain https://img.example/i.png\n");
}

TEST(IosSms, reads_what_edited_unsent_and_deleted_messages_said) {
  std::string summary = write_message_summary(
      {.edited = {{0, {{700'000'000, "go to bad.example.org"}, {700'000'060, "hello"}}}}, .retracted = {1}});
  auto bytes =
      SqliteBuilder()
          .run(std::string(modern))
          .insert_blob(
              "INSERT INTO message(ROWID, text, date_edited, date_retracted, message_summary_info) VALUES"
              "(1, 'hello', 700000060000000000, 700000090000000000, ?)",
              summary)
          .run("INSERT INTO chat_recoverable_message_join VALUES(2, 1, 700000100000000000)")
          .build();
  ASSERT_TRUE(bytes) << bytes.error().message;
  EXPECT_EQ(
      only(records("ios.sms", text_of(bytes->main)), {edits, retracted, edited, unsent, deleted, chat}),
      "message rowid 1 | [{\"part\":0,\"time\":\"2023-03-08T20:26:40Z\",\"text\":\"go to bad.example.org\"},"
      "{\"part\":0,\"time\":\"2023-03-08T20:27:40Z\",\"text\":\"hello\"}] | [1] | 2023-03-08T20:27:40Z | "
      "2023-03-08T20:28:10Z | "
      "2023-03-08T20:28:20Z | chat9\n"
      "  mined edits scheme-less bad.example.org\n");
}

TEST(IosSms, what_cannot_be_decoded_is_skipped_and_its_message_stays) {
  auto bytes =
      SqliteBuilder()
          .run(std::string(modern) +
               "INSERT INTO message(ROWID, text, attributedBody, payload_data, message_summary_info) "
               "VALUES(1, 'x', x'040B01', x'00', x'01')")
          .build();
  ASSERT_TRUE(bytes) << bytes.error().message;
  std::string all = records("ios.sms", text_of(bytes->main));
  EXPECT_TRUE(all.contains("skip message rowid 1: attributedBody: ")) << all;
  EXPECT_TRUE(all.contains("skip message rowid 1: payload_data: ")) << all;
  EXPECT_TRUE(all.contains("skip message rowid 1: message_summary_info: ")) << all;
  EXPECT_TRUE(all.contains(
      "{\"attributedBody\":\"BAsB\",\"payload_data\":\"AA==\",\"message_summary_info\":\"AQ==\"}\n"))
      << all;
}

TEST(IosSms, reads_seconds_before_ios_11) {
  auto bytes =
      SqliteBuilder()
          .run(
              "CREATE TABLE message(ROWID INTEGER PRIMARY KEY, guid TEXT, text TEXT, handle_id INTEGER, date "
              "INTEGER, is_from_me INTEGER);"
              "CREATE TABLE handle(ROWID INTEGER PRIMARY KEY, id TEXT); INSERT INTO handle VALUES(1, '+1');"
              "INSERT INTO message VALUES(1, 'G', 'hi', 1, 400000000, 0)")
          .build();
  ASSERT_TRUE(bytes) << bytes.error().message;
  EXPECT_EQ(only(records("ios.sms", text_of(bytes->main)), {date, handle, text, chat, is_spam}),
            "message rowid 1 | 2013-09-04T15:06:40Z | +1 | hi | NULL | NULL\n");
}

TEST(IosSms, reads_addresses_and_madrid_columns_up_to_ios_5) {
  auto bytes = SqliteBuilder()
                   .run(
                       "CREATE TABLE message(ROWID INTEGER PRIMARY KEY, address TEXT, date INTEGER, text "
                       "TEXT, flags INTEGER, read INTEGER,"
                       " is_madrid INTEGER, madrid_handle TEXT, madrid_guid TEXT, madrid_service TEXT, "
                       "madrid_flags INTEGER,"
                       " madrid_date_read INTEGER, madrid_account TEXT);"
                       "INSERT INTO message(ROWID, address, date, text, flags, read) VALUES(1, '+1', "
                       "1300000000, 'in', 2, 1),"
                       " (2, '+1', 1300000000, 'out', 3, 1);"
                       "INSERT INTO message(ROWID, date, text, flags, is_madrid, madrid_handle, madrid_guid, "
                       "madrid_service, madrid_flags,"
                       " madrid_date_read, madrid_account) VALUES(3, 330000000, 'i', 0, 1, 'a@example.org', "
                       "'M', 'Madrid', 36869, 330000060, 'e:b')")
                   .build();
  ASSERT_TRUE(bytes) << bytes.error().message;
  EXPECT_EQ(only(records("ios.sms", text_of(bytes->main)),
                 {guid, date, relation, handle, service, account, text, read, is_read, others}),
            "message rowid 1 | NULL | 2011-03-13T07:06:40Z | received | +1 | NULL | NULL | in | NULL | true "
            "| {\"flags\":2}\n"
            "message rowid 2 | NULL | 2011-03-13T07:06:40Z | sent | +1 | NULL | NULL | out | NULL | true | "
            "{\"flags\":3}\n"
            "message rowid 3 | M | 2011-06-17T10:40:00Z | sent | a@example.org | Madrid | e:b | i | "
            "2011-06-17T10:41:00Z | NULL | "
            "{\"madrid_flags\":36869}\n");
}

TEST(IosSms, says_which_state_of_the_database_holds_a_message) {
  auto bytes =
      SqliteBuilder()
          .run(std::string(modern) +
               "INSERT INTO message(ROWID, text) VALUES(1, 'stays'), (2, 'goes'), (3, 'changes')")
          .into_wal()
          .run(
              "DELETE FROM message WHERE ROWID = 2; UPDATE message SET text = 'changed' WHERE ROWID = 3;"
              "INSERT INTO message(ROWID, text) VALUES(4, 'new')")
          .build();
  ASSERT_TRUE(bytes) << bytes.error().message;
  EXPECT_EQ(only(records_with_wal("ios.sms", text_of(bytes->main), text_of(bytes->wal)), {text}),
            "both message rowid 1 | stays\n"
            "wal message rowid 3 | changed\n"
            "wal message rowid 4 | new\n"
            "main message rowid 2 | goes\n"
            "main message rowid 3 | changes\n");
}

TEST(IosSms, names_what_an_unknown_generation_lacks) {
  auto bytes = SqliteBuilder().run("CREATE TABLE message(text, date)").build();
  ASSERT_TRUE(bytes);
  EXPECT_EQ(records("ios.sms", text_of(bytes->main)),
            "failed: unsupported: table message has no column handle_id, is_from_me\n");
  bytes = SqliteBuilder().run("CREATE TABLE t(a)").build();
  EXPECT_EQ(records("ios.sms", text_of(bytes->main)), "failed: unsupported: database has no table message\n");
}

TEST(IosSms, reads_the_message_of_the_corpus) {
  CORPUS_OR_SKIP(folder, "ios-mvt-backup/ios_backup");
  std::string all = records("ios.sms", content_of(folder / "3d/3d0d7e5fb2ce288813306e4d4636395e047a3d28"));
  EXPECT_EQ(only(all, {guid, date, relation, handle, text, read}),
            "message rowid 3 | FDC6EC94-9D5A-434D-90FA-BF170E10A311 | 2019-08-29T23:13:30.539788032Z | "
            "received | apple | "
            "Please click here https://badbadbad.example.org/ | 2019-08-29T23:13:30.539900Z\n"
            "  mined text plain https://badbadbad.example.org/\n");
}

TEST(IosSms, reads_the_payloads_of_the_corpus) {
  CORPUS_OR_SKIP(folder, "ios-imessage-payloads");
  auto bytes = SqliteBuilder()
                   .run(std::string(modern))
                   .insert_blob("INSERT INTO message(ROWID, attributedBody) VALUES(1, ?)",
                                content_of(folder / "streamtyped/URL"))
                   .insert_blob("INSERT INTO message(ROWID, payload_data) VALUES(2, ?)",
                                content_of(folder / "url_message/URL.plist"))
                   .insert_blob("INSERT INTO message(ROWID, message_summary_info) VALUES(3, ?)",
                                content_of(folder / "edited_message/Edited.plist"))
                   .build();
  ASSERT_TRUE(bytes) << bytes.error().message;
  EXPECT_EQ(only(records("ios.sms", text_of(bytes->main)),
                 {attributed_text, links, preview_original, preview_url, preview_title, edits, others}),
            "message rowid 1 | https://github.com/ReagentX/Logria | [\"https://github.com/ReagentX/Logria\"] "
            "| NULL | NULL | NULL | NULL | NULL\n"
            "  mined attributed_text plain https://github.com/ReagentX/Logria\n"
            "  mined attributed_links plain https://github.com/ReagentX/Logria\n"
            "message rowid 2 | NULL | NULL | https://chrissardegna.com | https://chrissardegna.com/ | "
            "Christopher Sardegna | NULL | NULL\n"
            "  mined preview_other_urls plain https://chrissardegna.com/favicon.ico\n"
            "message rowid 3 | NULL | NULL | NULL | NULL | NULL | "
            "[{\"part\":0,\"time\":\"2022-11-19T01:17:54.272551Z\",\"text\":\"First message  \"},"
            "{\"part\":0,\"time\":\"2022-11-19T01:18:00.468558Z\",\"text\":\"Edit 1\"},"
            "{\"part\":0,\"time\":\"2022-11-19T01:18:05.971860Z\",\"text\":\"Edit 2\"},"
            "{\"part\":0,\"time\":\"2022-11-19T01:18:14.012086Z\",\"text\":\"Edited message\"}] | NULL\n");
}

}  // namespace
}  // namespace bridle::testing
