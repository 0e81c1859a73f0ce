#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::sms_chats {
namespace {

struct Row {
  std::int64_t chat_id;
  std::optional<std::string_view> guid;
  std::optional<Handle> chat_identifier;
  std::optional<Prose> name;
  std::optional<std::string_view> service;
  std::optional<std::int64_t> style;
  std::optional<Handle> participant;
  std::optional<std::string_view> account;
  std::optional<Handle> last_addressed_as;
  std::optional<Time> last_read;
  std::optional<bool> is_filtered;
  std::optional<bool> is_archived;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::chat_id>("ROWID of the conversation, counted up and never used twice."),
    column<&Row::guid>("service;+ or -;chat_identifier."),
    column<&Row::chat_identifier>("The other side's address, or chat and a number for a group."),
    column<&Row::name>("Name that a group was given."),
    column<&Row::service>("iMessage, SMS, RCS."),
    column<&Row::style>("43 a group, 45 two people."),
    column<&Row::participant>("One of the other side: one row for each; NULL when none is listed."),
    column<&Row::account>(
        "Account of the owner that it goes through: E: and P: stand before addresses and numbers."),
    column<&Row::last_addressed_as>("Address of the owner that the other side wrote to last."),
    column<&Row::last_read>(
        "Moment of the last message that was read, UTC by device clock, 1 ns steps; NULL for 0.")
        .event("chat_last_read"),
    column<&Row::is_filtered>("Whether it stands among unknown senders or junk."),
    column<&Row::is_archived>("Whether it was archived."),
    column<&Row::others>("First row of a conversation: all other columns that are neither NULL, 0 nor empty, "
                         "as JSON; blobs as "
                         "base64, the first 64 KiB of each."),
};
constexpr TableSchema schema = table<Row>(
    "ios_sms_chats", "One row per conversation in Messages and participant, empty conversations included.",
    columns);

constexpr std::string_view paths[] = {"/private/var/mobile/Library/SMS/sms.db"};

Result<> add_participants(Row row, const Locator& where, SideTable& members, SideTable& handles,
                          Rows<Row>& out) {
  TRY(members.seek(row.chat_id));
  if (members.count() == 0) out.add(where, row);
  for (std::size_t i = 0; i < members.count(); ++i) {
    TRY(handles.seek(members.integer(0, i).value_or(0)));
    row.participant = handles.text<Handle>(0);
    out.add(where, row);
    row.others.reset();
  }
  return {};
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  TRY(db.require("message", {"text", "date"}));
  // Up to iOS 5 conversations were no more than the address of each message.
  if (!db.has_table("chat")) return {};
  TRY(db.require("chat", {"guid", "chat_identifier"}));
  auto handles = TRY(SideTable::open(db, "handle", "rowid", {"id"}));
  auto members = TRY(SideTable::open(db, "chat_handle_join", "chat_id", {"handle_id"}));
  auto rows = TRY(NamedRows::open(db, "chat"));
  while (TRY(rows.step())) {
    Row row{.chat_id = rows.rowid(),
            .guid = rows.text("guid"),
            .chat_identifier = rows.text<Handle>("chat_identifier"),
            .name = rows.text<Prose>("display_name"),
            .service = rows.text("service_name"),
            .style = rows.integer("style"),
            .participant = {},
            .account = rows.text("account_login"),
            .last_addressed_as = rows.text<Handle>("last_addressed_handle"),
            .last_read = rows.time("last_read_message_timestamp", time_from_cocoa_seconds_or_ns),
            .is_filtered = rows.boolean("is_filtered"),
            .is_archived = rows.boolean("is_archived")};
    row.others = rows.others<Json>();
    TRY(add_participants(row, at_row("chat", row.chat_id), members, handles, out));
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.sms_chats",
    .title = "Conversations in Messages",
    .source = "tables chat, chat_handle_join and handle in sms.db of iOS 6 to 18; ios-artifacts.md 2.3",
    .platform = Platform::ios,
    .question = Question::messages,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::sms_chats
