#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::line_messages {
namespace {

struct Row {
  std::int64_t message_id;
  std::optional<std::int64_t> chat_id;
  Relation relation;
  std::optional<Prose> sender_name;
  std::optional<std::string_view> sender_mid;
  std::optional<Prose> text;
  std::optional<Time> date;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::message_id>("Z_PK of the message."),
    column<&Row::chat_id>("Z_PK of its chat."),
    column<&Row::relation>("received when it names a sender, else sent."),
    column<&Row::sender_name>("Name of the sender, as the phone showed it."),
    column<&Row::sender_mid>("Identifier of the sender at LINE."),
    column<&Row::text>("ZTEXT."),
    column<&Row::date>("ZTIMESTAMP, UTC, 1 ms steps.").event("line_message"),
    column<&Row::others>("Other columns of the message that are neither NULL nor 0 nor empty."),
};
constexpr TableSchema schema = table<Row>("ios_line_messages", "One row per LINE message.", columns);

constexpr std::string_view paths[] = {
    "/private/var/mobile/Containers/Shared/AppGroup/**/Line.sqlite",
    "/private/var/mobile/Containers/Data/Application/**/Line.sqlite",
};

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  auto users = TRY(SideTable::open(db, "ZUSER", "Z_PK", {"ZNAME", "ZMID"}));
  auto rows = TRY(NamedRows::open(db, "ZMESSAGE"));
  while (TRY(rows.step())) {
    Row row{.message_id = rows.rowid(),
            .chat_id = rows.integer("ZCHAT"),
            .relation = Relation::sent,
            .text = rows.filled<Prose>("ZTEXT"),
            .date = rows.time("ZTIMESTAMP", time_from_unix_ms)};
    if (auto sender = rows.integer("ZSENDER")) {
      row.relation = Relation::received;
      TRY(users.seek(*sender));
      row.sender_name = users.text<Prose>(0);
      row.sender_mid = users.text(1);
    }
    (void)rows.integer("Z_PK");
    row.others = rows.others<Json>();
    out.add(at_row("ZMESSAGE", rows.rowid()), row);
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.line_messages",
    .title = "LINE messages",
    .source = "Line.sqlite of LINE; iLEAPP's line",
    .platform = Platform::ios,
    .question = Question::messages,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::line_messages
