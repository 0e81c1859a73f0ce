#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::sms_deleted {
namespace {

struct Row {
  std::string_view kind;
  std::optional<std::string_view> guid;
  std::optional<std::int64_t> chat_id;
  std::optional<std::int64_t> message_id;
  std::optional<Time> deleted;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::kind>("Table: deleted_messages, sync_deleted_messages, sync_deleted_chats, "
                       "sync_deleted_attachments (deletions to be told to the owner's other devices), "
                       "recoverable_message_part, chat_recoverable_message_join (the recently deleted)."),
    column<&Row::guid>("Identifier of the message, conversation or attachment."),
    column<&Row::chat_id>("ROWID of its conversation, where that is kept."),
    column<&Row::message_id>("ROWID of the message, where that is kept."),
    column<&Row::deleted>("When it was deleted, UTC by device clock, 1 ns steps; NULL where no time is kept.")
        .event("sms_deletion"),
    column<&Row::others>("All other columns that are neither NULL, 0 nor empty, as JSON."),
};
constexpr TableSchema schema =
    table<Row>("ios_sms_deleted",
               "One row per trace of a message, conversation or attachment that was deleted.", columns);

constexpr std::string_view paths[] = {"/private/var/mobile/Library/SMS/sms.db"};

constexpr std::string_view tables[] = {"deleted_messages",         "sync_deleted_messages",
                                       "sync_deleted_chats",       "sync_deleted_attachments",
                                       "recoverable_message_part", "chat_recoverable_message_join"};

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  TRY(db.require("message", {"text", "date"}));
  for (std::string_view table : tables) {
    if (!db.has_table(table)) continue;
    auto rows = TRY(NamedRows::open(db, table));
    while (TRY(rows.step())) {
      Row row{.kind = table,
              .guid = rows.text("guid"),
              .chat_id = rows.integer("chat_id"),
              .message_id = rows.integer("message_id"),
              .deleted = rows.time("delete_date", time_from_cocoa_seconds_or_ns)};
      row.others = rows.others<Json>();
      out.add(at_row(table, rows.rowid()), row);
    }
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.sms_deleted",
    .title = "Deletions in Messages",
    .source = "tables of deletions in sms.db, iOS 6 to 18; ios-artifacts.md 2.3",
    .platform = Platform::ios,
    .question = Question::messages,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::sms_deleted
