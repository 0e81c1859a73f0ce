#include <map>
#include <string>

#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::whatsapp_chats {
namespace {

struct Row {
  std::int64_t chat_id;
  std::optional<std::string_view> contact_jid;
  std::optional<Prose> partner_name;
  std::optional<Phone> partner_phone;
  bool is_group;
  std::optional<std::int64_t> session_type;
  std::optional<bool> archived;
  std::optional<bool> removed;
  std::optional<bool> hidden;
  std::optional<std::int64_t> message_counter;
  std::int64_t stored_messages;
  std::optional<std::int64_t> missing_messages;
  std::optional<Time> first_stored;
  std::optional<Time> last_stored;
  std::optional<Time> last_message;
  std::optional<Time> group_created;
  std::optional<std::string_view> group_creator_jid;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::chat_id>("Z_PK of the chat."),
    column<&Row::contact_jid>("Whom it is with: number@s.whatsapp.net, id@lid, or id@g.us for a group."),
    column<&Row::partner_name>("Name of the person or group as the phone showed it."),
    column<&Row::partner_phone>("Number of the person, when the JID or the pair table of this database tells "
                                "it; see also ios_whatsapp_lids."),
    column<&Row::is_group>("Whether it is a group: its JID ends in @g.us, or it has a date of creation."),
    column<&Row::session_type>("ZSESSIONTYPE: 0 one person, 1 group, and others."),
    column<&Row::archived>("Whether the owner archived it."),
    column<&Row::removed>("Whether the chat was removed."),
    column<&Row::hidden>("Whether it is hidden."),
    column<&Row::message_counter>("How many messages WhatsApp counted in it; deleted ones stay counted, and "
                                  "one or two more than are stored are usual."),
    column<&Row::stored_messages>("How many messages of it are stored."),
    column<&Row::missing_messages>(
        "Counted but not stored; NULL without a counter, 0 when as many or more are stored."),
    column<&Row::first_stored>("Date of the first stored message, UTC, microseconds.")
        .event("chat_first_message"),
    column<&Row::last_stored>("Date of the last stored message, UTC, microseconds."),
    column<&Row::last_message>(
        "Date of the last message by the chat's own account, UTC, microseconds; it outlives the message.")
        .event("chat_last_message"),
    column<&Row::group_created>("When the group was made, UTC, 1 s steps.").event("group_created"),
    column<&Row::group_creator_jid>("Who made it."),
    column<&Row::others>("Other columns of the chat that are neither NULL nor 0 nor empty."),
};
constexpr TableSchema schema = table<Row>("ios_whatsapp_chats", "One row per WhatsApp chat.", columns);

constexpr std::string_view paths[] = {"/private/var/mobile/Containers/Shared/AppGroup/*/ChatStorage.sqlite"};

std::optional<std::string_view> some(std::optional<std::string_view> text) {
  return text && !text->empty() ? text : std::nullopt;
}

struct Stored {
  std::int64_t count = 0;
  std::optional<Time> first, last;
};
struct Group {
  std::optional<Time> created;
  std::string creator;
};
struct Lookups {
  std::map<std::int64_t, Stored> stored;                   // by chat
  std::map<std::int64_t, Group> groups;                    // by ZGROUPINFO
  std::map<std::string, std::string, std::less<>> phones;  // by LID
};

Result<Lookups> read_lookups(const SqliteView& db) {
  Lookups found;
  TRY(db.require("ZWAMESSAGE", {"ZCHATSESSION", "ZMESSAGEDATE"}));
  auto messages = TRY(NamedRows::open(db, "ZWAMESSAGE"));
  while (TRY(messages.step())) {
    auto chat = messages.integer("ZCHATSESSION");
    if (!chat) continue;
    Stored& stored = found.stored[*chat];
    ++stored.count;
    auto time = messages.time("ZMESSAGEDATE", time_from_cocoa_seconds);
    if (time && (!stored.first || *time < *stored.first)) stored.first = time;
    if (time && (!stored.last || *time > *stored.last)) stored.last = time;
  }
  if (db.has_table("ZWAGROUPINFO")) {
    auto groups = TRY(NamedRows::open(db, "ZWAGROUPINFO"));
    while (TRY(groups.step()))
      found.groups[groups.rowid()] = {groups.time("ZCREATIONDATE", time_from_cocoa_seconds),
                                      std::string(groups.text("ZCREATORJID").value_or(""))};
  }
  if (db.has_table("ZWAPHONENUMBERLIDPAIR")) {
    auto pairs = TRY(NamedRows::open(db, "ZWAPHONENUMBERLIDPAIR"));
    while (TRY(pairs.step()))
      found.phones[std::string(pairs.text("ZLID").value_or(""))] = pairs.text("ZPHONENUMBER").value_or("");
  }
  return found;
}

std::string phone_of(std::string_view jid, const Lookups& found) {
  auto at = jid.find('@');
  if (at == std::string_view::npos || at == 0) return {};
  std::string_view id = jid.substr(0, at), server = jid.substr(at);
  if (server == "@lid") {
    auto pair = found.phones.find(id);
    if (pair == found.phones.end()) pair = found.phones.find(jid);
    if (pair == found.phones.end()) return {};
    id = pair->second;
    if (id.starts_with('+')) id.remove_prefix(1);
  } else if (server != "@s.whatsapp.net") {
    return {};
  }
  if (id.empty() || id.find_first_not_of("0123456789") != std::string_view::npos) return {};
  return "+" + std::string(id);
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  TRY(db.require("ZWACHATSESSION", {"Z_PK", "ZCONTACTJID", "ZPARTNERNAME"}));
  Lookups found = TRY(read_lookups(db));
  auto rows = TRY(NamedRows::open(db, "ZWACHATSESSION"));
  while (TRY(rows.step())) {
    std::int64_t id = rows.integer("Z_PK").value_or(rows.rowid());
    const Stored stored = found.stored.contains(id) ? found.stored[id] : Stored{};
    std::string_view jid = rows.text("ZCONTACTJID").value_or("");
    std::string phone = phone_of(jid, found);
    Row row{.chat_id = id,
            .contact_jid = some(rows.text("ZCONTACTJID")),
            .is_group = jid.ends_with("@g.us"),
            .session_type = rows.integer("ZSESSIONTYPE"),
            .archived = rows.boolean("ZARCHIVED"),
            .removed = rows.boolean("ZREMOVED"),
            .hidden = rows.boolean("ZHIDDEN"),
            .message_counter = rows.integer("ZMESSAGECOUNTER"),
            .stored_messages = stored.count,
            .first_stored = stored.first,
            .last_stored = stored.last,
            .last_message = rows.time("ZLASTMESSAGEDATE", time_from_cocoa_seconds)};
    if (auto name = some(rows.text("ZPARTNERNAME"))) row.partner_name = Prose{*name};
    if (!phone.empty()) row.partner_phone = Phone{phone};
    if (row.message_counter)
      row.missing_messages = *row.message_counter > stored.count ? *row.message_counter - stored.count : 0;
    if (auto group = found.groups.find(rows.integer("ZGROUPINFO").value_or(-1));
        group != found.groups.end()) {
      row.group_created = group->second.created;
      row.is_group = row.is_group || row.group_created;
      if (!group->second.creator.empty()) row.group_creator_jid = group->second.creator;
    }
    if (auto others = rows.others()) row.others = Json{*others};
    out.add(at_row("ZWACHATSESSION", rows.rowid()), row);
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.whatsapp_chats",
    .title = "WhatsApp chats",
    .source = "ChatStorage.sqlite of WhatsApp 2.19 to 2.25; ios-artifacts.md 2.4",
    .platform = Platform::ios,
    .question = Question::messages,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::whatsapp_chats
