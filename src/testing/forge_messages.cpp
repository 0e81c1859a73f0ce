#include <fmt/format.h>

#include "testing/forge_parts.h"
#include "testing/link_metadata_builder.h"
#include "testing/typedstream_builder.h"

namespace bridle::testing {
namespace {

constexpr std::string_view schema = R"sql(
CREATE TABLE handle(ROWID INTEGER PRIMARY KEY AUTOINCREMENT UNIQUE, id TEXT NOT NULL, country TEXT, service TEXT NOT NULL,
  uncanonicalized_id TEXT, person_centric_id TEXT, UNIQUE(id, service));
CREATE TABLE message(ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT UNIQUE NOT NULL, text TEXT, replace INTEGER DEFAULT 0,
  service_center TEXT, handle_id INTEGER DEFAULT 0, subject TEXT, country TEXT, attributedBody BLOB, version INTEGER DEFAULT 0,
  type INTEGER DEFAULT 0, service TEXT, account TEXT, account_guid TEXT, error INTEGER DEFAULT 0, date INTEGER, date_read INTEGER,
  date_delivered INTEGER, is_delivered INTEGER DEFAULT 0, is_finished INTEGER DEFAULT 0, is_emote INTEGER DEFAULT 0,
  is_from_me INTEGER DEFAULT 0, is_empty INTEGER DEFAULT 0, is_delayed INTEGER DEFAULT 0, is_auto_reply INTEGER DEFAULT 0,
  is_prepared INTEGER DEFAULT 0, is_read INTEGER DEFAULT 0, is_system_message INTEGER DEFAULT 0, is_sent INTEGER DEFAULT 0,
  has_dd_results INTEGER DEFAULT 0, is_service_message INTEGER DEFAULT 0, is_forward INTEGER DEFAULT 0,
  was_downgraded INTEGER DEFAULT 0, is_archive INTEGER DEFAULT 0, cache_has_attachments INTEGER DEFAULT 0, cache_roomnames TEXT,
  item_type INTEGER DEFAULT 0, other_handle INTEGER DEFAULT 0, group_title TEXT, group_action_type INTEGER DEFAULT 0,
  associated_message_guid TEXT, associated_message_type INTEGER DEFAULT 0, balloon_bundle_id TEXT, payload_data BLOB,
  message_summary_info BLOB, destination_caller_id TEXT, is_corrupt INTEGER DEFAULT 0, reply_to_guid TEXT, is_spam INTEGER DEFAULT 0,
  thread_originator_guid TEXT, thread_originator_part TEXT, date_retracted INTEGER DEFAULT 0, date_edited INTEGER DEFAULT 0,
  was_detonated INTEGER DEFAULT 0, part_count INTEGER);
CREATE TABLE chat(ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT UNIQUE NOT NULL, chat_identifier TEXT, service_name TEXT,
  room_name TEXT, display_name TEXT);
CREATE TABLE chat_message_join(chat_id INTEGER, message_id INTEGER, message_date INTEGER DEFAULT 0, PRIMARY KEY(chat_id, message_id));
CREATE TABLE attachment(ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT UNIQUE NOT NULL, created_date INTEGER DEFAULT 0,
  start_date INTEGER DEFAULT 0, filename TEXT, uti TEXT, mime_type TEXT, transfer_state INTEGER DEFAULT 0, is_outgoing INTEGER DEFAULT 0,
  user_info BLOB, transfer_name TEXT, total_bytes INTEGER DEFAULT 0, is_sticker INTEGER DEFAULT 0, sticker_user_info BLOB,
  attribution_info BLOB, hide_attachment INTEGER DEFAULT 0);
CREATE TABLE message_attachment_join(message_id INTEGER, attachment_id INTEGER, UNIQUE(message_id, attachment_id));
)sql";

constexpr int handles = 40;

struct Writer {
  Statement insert, join;
  std::int64_t id = 0;

  Result<> add(std::string_view text, bool as_attributed, bool sent, std::int64_t handle, std::int64_t when,
               std::string_view payload = {}) {
    std::string guid = fmt::format("F09DE000-0000-4000-8000-{:012X}", ++id);
    std::string body = as_attributed ? write_typedstream(plain_text(std::string(text))) : std::string();
    std::int64_t date = when * 1'000'000'000;
    insert.bind(1, std::string_view(guid));
    if (as_attributed)
      insert.bind_null(2).bind(3, as_bytes(body));
    else
      insert.bind(2, text).bind_null(3);
    insert.bind(4, handle)
        .bind(5, std::string_view("iMessage"))
        .bind(6, std::string_view("E:owner@example.com"));
    insert.bind(7, date).bind(8, sent ? std::int64_t{0} : date + 60'000'000'000).bind(9, std::int64_t{sent});
    if (payload.empty())
      insert.bind_null(10).bind_null(11);
    else
      insert.bind(10, std::string_view("com.apple.messages.URLBalloonProvider")).bind(11, as_bytes(payload));
    TRY(insert.run());
    return join.bind_all(handle, id, date).run();
  }
};

// Things that hold a planted value, and things that only look as if.
Result<> plant(Writer& writer) {
  std::int64_t day = forged_day;
  TRY(writer.add(fmt::format("Your parcel could not be delivered: {}", stheno::link), false, false, 3, day));
  TRY(writer.add(fmt::format("Read this before it is gone {}", stheno::link), true, false, 4, day + 3600));
  std::string preview = write_link_metadata({.original_url = "https://short.example.com/x1",
                                             .url = std::string(stheno::link),
                                             .title = "News",
                                             .summary = {},
                                             .image_urls = {}});
  TRY(writer.add("https://short.example.com/x1", true, false, 5, day + 7200, preview));
  // Look-alikes: the host inside another host, before a longer name, in a query, and one letter more.
  TRY(writer.add("https://news-alert.example.org.phish.example.com/ is not it", false, false, 6, day + 9000));
  TRY(writer.add("https://xnews-alert.example.org/ neither", true, false, 6, day + 9001));
  TRY(writer.add("https://example.com/search?q=news-alert.example.org", false, false, 6, day + 9002));
  return writer.add("the process stheno-agentdx and operator.one@example.com.au are others", false, false, 6,
                    day + 9003);
}

}  // namespace

Result<> forge_messages(const std::string& path, std::uint64_t messages, Random& random) {
  auto db = TRY(raw_database(path));
  TRY(db.run(std::string(schema)));
  auto handle = TRY(db.prepare("INSERT INTO handle(id, country, service) VALUES(?, 'de', 'iMessage')"));
  auto chat =
      TRY(db.prepare("INSERT INTO chat(guid, chat_identifier, service_name) VALUES(?, ?, 'iMessage')"));
  for (int i = 1; i <= handles; ++i) {
    std::string id = i % 4 == 0 ? fmt::format("friend{}@example.com", i) : fmt::format("+4930901820{:02}", i);
    TRY(handle.bind_all(std::string_view(id)).run());
    std::string guid = "iMessage;-;" + id;
    TRY(chat.bind_all(std::string_view(guid), std::string_view(id)).run());
  }
  Writer writer{
      .insert = TRY(db.prepare("INSERT INTO message(guid, text, attributedBody, handle_id, service, account, "
                               "date, date_read, is_from_me, "
                               "balloon_bundle_id, payload_data) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")),
      .join = TRY(db.prepare("INSERT INTO chat_message_join VALUES(?, ?, ?)"))};
  for (std::uint64_t i = 0; i < messages; ++i) {
    if (i == messages / 2) TRY(plant(writer));
    auto when = forged_day - static_cast<std::int64_t>(messages - i) * 60;
    TRY(writer.add(chatter(random, random.below(20) == 0), random.below(2) == 0, random.below(2) == 0,
                   1 + static_cast<std::int64_t>(random.below(handles)), when));
  }
  TRY(
      db.run(fmt::format("INSERT INTO attachment(guid, created_date, filename, uti, mime_type, "
                         "transfer_name, total_bytes) VALUES"
                         "('at_0_F09D1', {}, '~/Library/SMS/Attachments/aa/10/F09D1/IMG_0001.HEIC', "
                         "'public.heic', 'image/heic', 'IMG_0001.HEIC', 200000),"
                         "('at_0_F09D2', {}, '/var/tmp/com.apple.messages/F09D2/tmp-1', "
                         "'com.compuserve.gif', 'image/gif', 'tmp.gif', 31337);"
                         "INSERT INTO message_attachment_join VALUES(1, 1), (2, 2);",
                         forged_day - 500, forged_day - 400)));
  return db.run("COMMIT");
}

}  // namespace bridle::testing
