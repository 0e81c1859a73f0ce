#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::viber_messages {
namespace {

struct Row {
  std::int64_t message_id;
  std::optional<std::int64_t> chat_id;
  std::optional<Prose> chat_name;
  Relation relation;
  std::optional<std::string_view> stored_state;
  std::optional<Prose> sender_name;
  std::optional<Phone> sender_phone;
  std::optional<Prose> text;
  std::optional<Time> date;
  std::optional<Time> state_date;
  std::optional<Prose> metadata;
  std::optional<bool> being_deleted;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::message_id>("Z_PK of the message."),
    column<&Row::chat_id>("Z_PK of its conversation."),
    column<&Row::chat_name>("Name of the conversation, where it has one."),
    column<&Row::relation>("sent, received, or mentioned when the state does not say."),
    column<&Row::stored_state>(
        "ZSTATE as stored: send and delivered are sent messages, received a received one."),
    column<&Row::sender_name>("Name of the member who sent it, as the phone showed it."),
    column<&Row::sender_phone>("Number of that member."),
    column<&Row::text>("ZTEXT."),
    column<&Row::date>("ZDATE, UTC by device clock, below 1 us.").event("viber_message"),
    column<&Row::state_date>("ZSTATEDATE, the same."),
    column<&Row::metadata>("ZMETADATA: previews of links and others, as stored."),
    column<&Row::being_deleted>("Whether it was marked to be deleted."),
    column<&Row::others>("Other columns of the message that are neither NULL nor 0 nor empty."),
};
constexpr TableSchema schema = table<Row>("ios_viber_messages", "One row per Viber message.", columns);

constexpr std::string_view paths[] = {
    "/private/var/mobile/Containers/Shared/AppGroup/*/com.viber/database/Contacts.data",
};

Relation relation_of(std::optional<std::string_view> state) {
  if (state == "send" || state == "delivered") return Relation::sent;
  return state == "received" ? Relation::received : Relation::mentioned;
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  auto chats = TRY(SideTable::open(db, "ZCONVERSATION", "Z_PK", {"ZNAME"}));
  auto members = TRY(SideTable::open(db, "ZMEMBER", "Z_PK", {"ZDISPLAYFULLNAME"}));
  auto numbers = TRY(SideTable::open(db, "ZPHONENUMBER", "ZMEMBER", {"ZPHONE"}));
  auto rows = TRY(NamedRows::open(db, "ZVIBERMESSAGE"));
  while (TRY(rows.step())) {
    Row row{.message_id = rows.rowid(),
            .chat_id = rows.integer("ZCONVERSATION"),
            .relation = Relation::mentioned,
            .stored_state = rows.filled("ZSTATE"),
            .text = rows.filled<Prose>("ZTEXT"),
            .date = rows.time("ZDATE", time_from_cocoa_seconds),
            .state_date = rows.time("ZSTATEDATE", time_from_cocoa_seconds),
            .metadata = rows.filled<Prose>("ZMETADATA"),
            .being_deleted = rows.boolean("ZBEINGDELETED")};
    row.relation = relation_of(row.stored_state);
    if (row.chat_id) {
      TRY(chats.seek(*row.chat_id));
      row.chat_name = chats.text<Prose>(0);
    }
    if (auto sender = rows.integer("ZPHONENUMINDEX")) {
      TRY(members.seek(*sender));
      row.sender_name = members.text<Prose>(0);
      TRY(numbers.seek(*sender));
      row.sender_phone = numbers.text<Phone>(0);
    }
    (void)rows.integer("Z_PK");
    row.others = rows.others<Json>();
    out.add(at_row("ZVIBERMESSAGE", rows.rowid()), row);
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.viber_messages",
    .title = "Viber messages",
    .source = "Contacts.data of Viber 23 on iOS 17 and 18; iLEAPP's viber",
    .platform = Platform::ios,
    .question = Question::messages,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::viber_messages
