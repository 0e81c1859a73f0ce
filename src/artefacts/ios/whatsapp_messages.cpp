#include <map>
#include <string>

#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::whatsapp_messages {
namespace {

struct Row {
  std::int64_t message_id;
  std::optional<std::int64_t> chat_id;
  std::optional<std::string_view> chat_jid;
  std::optional<Prose> chat_name;
  Relation relation;
  std::string_view direction;
  std::optional<std::string_view> from_jid;
  std::optional<std::string_view> to_jid;
  std::optional<std::string_view> member_jid;
  std::optional<Prose> member_name;
  std::optional<Phone> sender_phone;
  std::optional<Prose> push_name;
  std::optional<Prose> text;
  std::optional<Time> message_date;
  std::optional<Time> sent_date;
  std::optional<std::int64_t> message_type;
  std::optional<std::int64_t> group_event_type;
  std::optional<std::int64_t> status;
  std::optional<bool> starred;
  std::optional<std::string_view> stanza_id;
  std::optional<FilePath> media_path;
  std::optional<Url> media_url;
  std::optional<Prose> media_title;
  std::optional<Prose> media_author;
  std::optional<std::int64_t> media_size;
  std::int64_t media_items;
  std::optional<Url> matched_text;
  std::optional<Prose> data_text;
  std::int64_t data_items;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::message_id>("Z_PK of the message."),
    column<&Row::chat_id>("Z_PK of its chat."),
    column<&Row::chat_jid>("Whom the chat is with: number@s.whatsapp.net, id@lid, or id@g.us for a group."),
    column<&Row::chat_name>("Name of the person or group as the phone showed it."),
    column<&Row::relation>("sent or received; mentioned when the message does not say."),
    column<&Row::direction>("sent, received or unknown."),
    column<&Row::from_jid>("ZFROMJID: the sender, or the group; NULL for sent messages."),
    column<&Row::to_jid>("ZTOJID: the recipient; NULL for received messages."),
    column<&Row::member_jid>("In a group: the member who sent it."),
    column<&Row::member_name>("Name of that member as the phone showed it."),
    column<&Row::sender_phone>("Number of the sender of a received message, when a JID tells it."),
    column<&Row::push_name>(
        "Name that the sender gave to the message: of his profile, else as stored with the message."),
    column<&Row::text>("ZTEXT."),
    column<&Row::message_date>("ZMESSAGEDATE, UTC, microseconds: set by the sender's side.")
        .event("whatsapp_message"),
    column<&Row::sent_date>("ZSENTDATE, UTC by device clock, microseconds.").event("whatsapp_sent"),
    column<&Row::message_type>("ZMESSAGETYPE: 0 text, 1 picture, 2 video, 3 voice, 5 place, 6 group event, 7 "
                               "link, 8 document, and others."),
    column<&Row::group_event_type>("ZGROUPEVENTTYPE as stored; 0 for ordinary messages."),
    column<&Row::status>("ZMESSAGESTATUS as stored."),
    column<&Row::starred>("Whether the owner starred it."),
    column<&Row::stanza_id>("Id of the message at WhatsApp: the same on the phones of both sides."),
    column<&Row::media_path>(
        "Stored file of its picture or document, below the folder Message of the app's container."),
    column<&Row::media_url>("Where the encrypted attachment was fetched: WhatsApp's own servers, as a rule."),
    column<&Row::media_title>("Caption of a picture, or the name of a document."),
    column<&Row::media_author>("ZAUTHORNAME of the attachment."),
    column<&Row::media_size>("Size of the attachment in bytes."),
    column<&Row::media_items>(
        "How many attachments belong to it; of more than one the others stand in data_text."),
    column<&Row::matched_text>("The address that a link preview was made for."),
    column<&Row::data_text>("Contents, titles and summaries of its link previews, one a line."),
    column<&Row::data_items>("How many link previews belong to it."),
    column<&Row::others>("Other columns of the message that are neither NULL nor 0 nor empty."),
};
constexpr TableSchema schema = table<Row>("ios_whatsapp_messages", "One row per WhatsApp message.", columns);

constexpr std::string_view paths[] = {"/private/var/mobile/Containers/Shared/AppGroup/*/ChatStorage.sqlite"};

struct Name {
  std::string jid, name;
};
struct Extras {
  std::string path, url, title, author, matched, lines;
  std::optional<std::int64_t> size;
  std::int64_t media = 0, data = 0;
};
struct Lookups {
  std::map<std::int64_t, Name> chats, members;
  std::map<std::string, std::string, std::less<>> push_names;
  std::map<std::int64_t, Extras> extras;  // by message
};

std::optional<std::string_view> some(std::optional<std::string_view> text) {
  return text && !text->empty() ? text : std::nullopt;
}

std::string copy(std::optional<std::string_view> text) {
  return std::string(text.value_or(""));
}

void add_line(std::string& lines, std::optional<std::string_view> text) {
  if (!text) return;
  if (!lines.empty()) lines += '\n';
  lines += *text;
}

Result<> read_names(const SqliteView& db, Lookups& found) {
  if (db.has_table("ZWACHATSESSION")) {
    auto rows = TRY(NamedRows::open(db, "ZWACHATSESSION"));
    while (TRY(rows.step()))
      found.chats[rows.rowid()] = {copy(rows.text("ZCONTACTJID")), copy(rows.text("ZPARTNERNAME"))};
  }
  if (db.has_table("ZWAGROUPMEMBER")) {
    auto rows = TRY(NamedRows::open(db, "ZWAGROUPMEMBER"));
    while (TRY(rows.step()))
      found.members[rows.rowid()] = {
          copy(rows.text("ZMEMBERJID")),
          copy(some(rows.text("ZCONTACTNAME")) ? rows.text("ZCONTACTNAME") : rows.text("ZFIRSTNAME"))};
  }
  if (db.has_table("ZWAPROFILEPUSHNAME")) {
    auto rows = TRY(NamedRows::open(db, "ZWAPROFILEPUSHNAME"));
    while (TRY(rows.step())) found.push_names[copy(rows.text("ZJID"))] = copy(rows.text("ZPUSHNAME"));
  }
  return {};
}

Result<> read_extras(const SqliteView& db, Lookups& found) {
  if (db.has_table("ZWAMEDIAITEM")) {
    auto rows = TRY(NamedRows::open(db, "ZWAMEDIAITEM"));
    while (TRY(rows.step())) {
      auto message = rows.integer("ZMESSAGE");
      if (!message) continue;
      Extras& e = found.extras[*message];
      if (e.media++ == 0) {
        e.path = copy(rows.text("ZMEDIALOCALPATH")), e.url = copy(rows.text("ZMEDIAURL")),
        e.title = copy(rows.text("ZTITLE")), e.author = copy(rows.text("ZAUTHORNAME"));
        e.size = rows.integer("ZFILESIZE");
      } else {
        for (std::string_view column : {"ZMEDIALOCALPATH", "ZMEDIAURL", "ZTITLE", "ZAUTHORNAME"})
          add_line(e.lines, some(rows.text(column)));
      }
    }
  }
  if (db.has_table("ZWAMESSAGEDATAITEM")) {
    auto rows = TRY(NamedRows::open(db, "ZWAMESSAGEDATAITEM"));
    while (TRY(rows.step())) {
      auto message = rows.integer("ZMESSAGE");
      if (!message) continue;
      Extras& e = found.extras[*message];
      if (e.data++ == 0)
        e.matched = copy(rows.text("ZMATCHEDTEXT"));
      else
        add_line(e.lines, some(rows.text("ZMATCHEDTEXT")));
      for (std::string_view column : {"ZTITLE", "ZSUMMARY", "ZCONTENT1", "ZCONTENT2"})
        add_line(e.lines, some(rows.text(column)));
    }
  }
  return {};
}

template <class T>
std::optional<T> filled(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional<T>(T{text});
}

void add_extras(Row& row, const Extras& e) {
  row.media_path = filled<FilePath>(e.path);
  row.media_url = filled<Url>(e.url);
  row.media_title = filled<Prose>(e.title);
  row.media_author = filled<Prose>(e.author);
  row.media_size = e.size;
  row.media_items = e.media;
  row.matched_text = filled<Url>(e.matched);
  row.data_text = filled<Prose>(e.lines);
  row.data_items = e.data;
}

// "+14155550100" of 14155550100@s.whatsapp.net; other JIDs hide the number.
std::string phone_of(std::string_view jid) {
  auto at = jid.find_first_not_of("0123456789");
  if (at == 0 || at == std::string_view::npos || jid.substr(at) != "@s.whatsapp.net") return {};
  return "+" + std::string(jid.substr(0, at));
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  TRY(db.require("ZWAMESSAGE", {"Z_PK", "ZISFROMME", "ZFROMJID", "ZTOJID", "ZTEXT", "ZMESSAGEDATE"}));
  Lookups found;
  TRY(read_names(db, found));
  TRY(read_extras(db, found));
  auto rows = TRY(NamedRows::open(db, "ZWAMESSAGE"));
  while (TRY(rows.step())) {
    auto from_me = rows.boolean("ZISFROMME");
    Row row{.message_id = rows.integer("Z_PK").value_or(rows.rowid()),
            .chat_id = rows.integer("ZCHATSESSION"),
            .relation = !from_me   ? Relation::mentioned
                        : *from_me ? Relation::sent
                                   : Relation::received,
            .direction = !from_me   ? "unknown"
                         : *from_me ? "sent"
                                    : "received",
            .from_jid = some(rows.text("ZFROMJID")),
            .to_jid = some(rows.text("ZTOJID")),
            .message_date = rows.time("ZMESSAGEDATE", time_from_cocoa_seconds),
            .sent_date = rows.time("ZSENTDATE", time_from_cocoa_seconds),
            .message_type = rows.integer("ZMESSAGETYPE"),
            .group_event_type = rows.integer("ZGROUPEVENTTYPE"),
            .status = rows.integer("ZMESSAGESTATUS"),
            .starred = rows.boolean("ZSTARRED"),
            .stanza_id = some(rows.text("ZSTANZAID"))};
    if (auto text = rows.text("ZTEXT")) row.text = Prose{*text};
    if (auto chat = found.chats.find(row.chat_id.value_or(-1)); chat != found.chats.end()) {
      if (!chat->second.jid.empty()) row.chat_jid = chat->second.jid;
      row.chat_name = filled<Prose>(chat->second.name);
    }
    if (auto member = found.members.find(rows.integer("ZGROUPMEMBER").value_or(-1));
        member != found.members.end()) {
      if (!member->second.jid.empty()) row.member_jid = member->second.jid;
      row.member_name = filled<Prose>(member->second.name);
    } else {
      rows.give_back("ZGROUPMEMBER");  // its row is gone: the number is all that is left
    }
    std::string_view sender = row.member_jid.value_or(row.from_jid.value_or(""));
    std::string phone = from_me.value_or(false) ? std::string() : phone_of(sender);
    row.sender_phone = filled<Phone>(phone);
    auto pushed = found.push_names.find(sender);
    row.push_name = filled<Prose>(pushed != found.push_names.end() ? std::string_view(pushed->second)
                                                                   : rows.text("ZPUSHNAME").value_or(""));
    if (auto extras = found.extras.find(row.message_id); extras != found.extras.end())
      add_extras(row, extras->second);
    if (auto others = rows.others()) row.others = Json{*others};
    out.add(at_row("ZWAMESSAGE", rows.rowid()), row);
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.whatsapp_messages",
    .title = "WhatsApp messages",
    .source = "ChatStorage.sqlite of WhatsApp 2.19 to 2.25; ios-artifacts.md 2.4",
    .platform = Platform::ios,
    .question = Question::messages,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::whatsapp_messages
