#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::messenger_messages {
namespace {

struct Row {
  std::string_view kind;
  std::optional<std::string_view> thread;
  std::optional<std::string_view> message_id;
  std::optional<std::int64_t> sender_id;
  std::optional<Prose> sender_name;
  std::optional<Prose> text;
  std::optional<Time> date;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::kind>("message; secure: of a secret conversation, whose text may be encrypted."),
    column<&Row::thread>("Key of the conversation: the number of the other side, or of the group."),
    column<&Row::message_id>("Identifier of the message."),
    column<&Row::sender_id>("Number of the sender at Facebook; the owner is one of them."),
    column<&Row::sender_name>("Name of the sender, as the phone showed it."),
    column<&Row::text>("Text of the message."),
    column<&Row::date>("When it was sent, UTC, 1 ms steps.").event("messenger_message"),
    column<&Row::others>("Other columns of the message that are neither NULL nor 0 nor empty."),
};
constexpr TableSchema schema =
    table<Row>("ios_messenger_messages", "One row per message of Facebook Messenger.", columns);

constexpr std::string_view paths[] = {
    "/private/var/mobile/Containers/Shared/AppGroup/**/lightspeed-*.db",
    "/private/var/mobile/Containers/Data/Application/**/lightspeed-*.db",
};

// Some versions show messages through a view, which is not read: then the table below it is.
constexpr std::string_view tables[] = {"thread_messages", "messages", "secure_messages"};

Result<> read_table(const SqliteView& db, std::string_view table, SideTable& contacts, Rows<Row>& out) {
  auto rows = TRY(NamedRows::open(db, table));
  while (TRY(rows.step())) {
    Row row{.kind = table == "secure_messages" ? "secure" : "message",
            .thread = rows.filled("thread_key"),
            .message_id = rows.filled("message_id"),
            .sender_id = rows.integer("sender_id"),
            .text = rows.filled<Prose>("text"),
            .date = rows.time("timestamp_ms", time_from_unix_ms)};
    if (row.sender_id) {
      TRY(contacts.seek(*row.sender_id));
      row.sender_name = contacts.text<Prose>(0);
    }
    row.others = rows.others<Json>();
    out.add(at_row(table, rows.rowid()), row);
  }
  return {};
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  auto contacts = TRY(SideTable::open(db, "contacts", "id", {"name"}));
  bool any = false;
  for (std::string_view table : tables) {
    if (!db.has_column(table, "timestamp_ms")) continue;
    any = true;
    TRY(read_table(db, table, contacts, out));
  }
  if (!any) return fail(Fault::unsupported, "the database has none of the tables of messages that are read");
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.messenger_messages",
    .title = "Messages of Facebook Messenger",
    .source = "lightspeed-*.db of Messenger since 2020; iLEAPP's FacebookMessenger",
    .platform = Platform::ios,
    .question = Question::messages,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::messenger_messages
