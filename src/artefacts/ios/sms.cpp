#include <algorithm>
#include <vector>

#include "base/json.h"
#include "evidence/input.h"
#include "formats/attributed_text.h"
#include "formats/link_metadata.h"
#include "formats/message_summary.h"
#include "records/artefact.h"

namespace bridle::ios::sms {
namespace {

struct Row {
  std::int64_t message_id;
  std::optional<std::string_view> guid;
  std::optional<Time> date;
  Relation relation;
  bool is_from_me;
  std::optional<Handle> handle;
  std::optional<std::string_view> service;
  std::optional<std::string_view> account;
  std::optional<Prose> subject;
  std::optional<Prose> text;
  std::optional<Prose> attributed_text;
  std::optional<Json> attributed_links;
  std::optional<Url> preview_original_url;
  std::optional<Url> preview_url;
  std::optional<Prose> preview_title;
  std::optional<Prose> preview_summary;
  std::optional<Json> preview_other_urls;
  std::optional<Json> edits;
  std::optional<Json> retracted_parts;
  std::optional<Time> date_read;
  std::optional<Time> date_delivered;
  std::optional<Time> date_played;
  std::optional<Time> date_edited;
  std::optional<Time> date_retracted;
  std::optional<Time> deleted;
  std::optional<std::string_view> chat_identifier;
  std::optional<std::string_view> chat_guid;
  std::optional<Prose> chat_name;
  std::optional<Prose> group_title;
  std::optional<std::string_view> room;
  std::optional<std::int64_t> item_type;
  std::optional<std::int64_t> group_action_type;
  std::optional<Handle> other_handle;
  std::optional<bool> is_read;
  std::optional<bool> is_spam;
  std::optional<std::int64_t> associated_message_type;
  std::optional<std::string_view> associated_message_guid;
  std::optional<std::string_view> balloon_bundle_id;
  std::optional<Json> others;
};

#define NANOSECONDS "UTC by device clock, 1 ns steps since iOS 11 and 1 s before; NULL for 0"
constexpr std::array columns{
    column<&Row::message_id>("ROWID of the message, counted up and never used twice."),
    column<&Row::guid>("Identifier of the message, the same on all devices of an account."),
    column<&Row::date>("When it was sent or arrived, " NANOSECONDS ".").event("sms"),
    column<&Row::relation>("sent by the owner, or received."),
    column<&Row::is_from_me>("Whether the owner sent it; up to iOS 5 from flags or madrid_flags."),
    column<&Row::handle>(
        "The other side: phone number, e-mail address or a sender's name; NULL when the message has none "
        "(events of a group, some sent messages)."),
    column<&Row::service>("iMessage, SMS, RCS; NULL for SMS up to iOS 5."),
    column<&Row::account>(
        "Account of the owner that it went through: E: and P: stand before addresses and numbers."),
    column<&Row::subject>("Subject line."),
    column<&Row::text>(
        "Text as stored in column text; often NULL since iOS 16. Attachments stand in it as U+FFFC."),
    column<&Row::attributed_text>("Text of attributedBody, when column text is NULL or another."),
    column<&Row::attributed_links>("Links marked in attributedBody: JSON array of URLs."),
    column<&Row::preview_original_url>("Link preview: the URL that was sent."),
    column<&Row::preview_url>("Link preview: where redirects led when it was fetched."),
    column<&Row::preview_title>("Link preview: title of the page."),
    column<&Row::preview_summary>("Link preview: description of the page."),
    column<&Row::preview_other_urls>(
        "Every other URL in payload_data (images, icons, app extensions): JSON array."),
    column<&Row::edits>(
        "What edited parts said and when, since iOS 16: JSON array of {part, time, text}, oldest first, the "
        "present text last; time in UTC by device clock; text null where unreadable."),
    column<&Row::retracted_parts>("Numbers of the parts that were unsent: JSON array."),
    column<&Row::date_read>("When it was read, " NANOSECONDS ".").event("sms_read"),
    column<&Row::date_delivered>("When its delivery was confirmed, " NANOSECONDS ".").event("sms_delivered"),
    column<&Row::date_played>("When its audio was played, " NANOSECONDS ".").event("sms_played"),
    column<&Row::date_edited>("When it was last edited, " NANOSECONDS ".").event("sms_edited"),
    column<&Row::date_retracted>("When it was unsent, " NANOSECONDS ".").event("sms_retracted"),
    column<&Row::deleted>("When it was moved to the recently deleted, " NANOSECONDS ".").event("sms_deleted"),
    column<&Row::chat_identifier>(
        "Conversation: the other side's address, or chat and a number for a group. The first when "
        "there are several."),
    column<&Row::chat_guid>("Identifier of the conversation: service;+ or -;chat_identifier."),
    column<&Row::chat_name>("Name that a group has now."),
    column<&Row::group_title>("Name that a group was given by this message."),
    column<&Row::room>("Room name of a group."),
    column<&Row::item_type>(
        "0 message, 1 member added or removed, 2 group named, 3 group left or photo, 4 location sharing, "
        "5 audio kept, 6 SharePlay."),
    column<&Row::group_action_type>(
        "What happened to a group: of item_type 1: 0 added, 1 removed; of 3: 0 left, 1 photo set, "
        "2 photo removed."),
    column<&Row::other_handle>("Whom a group event concerns."),
    column<&Row::is_read>("Whether it was read."),
    column<&Row::is_spam>("Whether it was filed as junk."),
    column<&Row::associated_message_type>(
        "0 or NULL for a message of its own; 2000 to 2005 reactions, 3000 to 3005 taken back."),
    column<&Row::associated_message_guid>(
        "The message that it reacts to, with p:PART/ or bp: before its guid."),
    column<&Row::balloon_bundle_id>(
        "App extension that draws it; com.apple.messages.URLBalloonProvider for link previews."),
    column<&Row::others>(
        "All other columns of the message that are neither NULL, 0 nor empty, as JSON; blobs as base64, the "
        "first 64 KiB of each; unreadable ones among them."),
};
#undef NANOSECONDS
constexpr TableSchema schema = table<Row>(
    "ios_sms",
    "One row per message, event of a group and reaction in Messages, deleted ones that are kept included.",
    columns);

constexpr std::string_view paths[] = {"/private/var/mobile/Library/SMS/sms.db"};

// What a row points into.
struct Decoded {
  std::string attributed_text, links, other_urls, edits, retracted, other_handle;
  LinkMetadata preview;
};

template <class T>
std::optional<T> as(const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  return T{*text};
}

template <class T>
std::string json_array(const std::vector<T>& values) {
  JsonWriter out(false);
  out.array();
  for (const T& value : values) out.value(value);
  return out.end().take();
}

class Messages {
 public:
  Messages(NamedRows& rows, Rows<Row>& out) : rows_(rows), out_(out) {}

  void read_body(std::string_view column, Row& row, Decoded& kept) {
    auto bytes = rows_.blob(column);
    if (!bytes || bytes->empty()) return;
    auto body = read_attributed_text(*bytes);
    if (!body) return unreadable(column, body.error());
    if (body->stopped) unreadable(column, *body->stopped);
    std::vector<std::string> links;
    for (const AttributeRun& run : body->runs) {
      auto link = run.text(attribute::link);
      if (link && std::ranges::find(links, *link) == links.end()) links.emplace_back(*link);
    }
    if (!links.empty()) row.attributed_links = Json{kept.links = json_array(links)};
    kept.attributed_text = std::move(body->text);
    if (!row.text || row.text->text != kept.attributed_text)
      row.attributed_text = Prose{kept.attributed_text};
  }

  void read_preview(Row& row, Decoded& kept) {
    auto bytes = rows_.blob("payload_data");
    if (!bytes || bytes->empty()) return;
    auto preview = read_link_metadata(*bytes);
    if (!preview) return unreadable("payload_data", preview.error());
    kept.preview = std::move(*preview);
    row.preview_original_url = as<Url>(kept.preview.original_url);
    row.preview_url = as<Url>(kept.preview.url);
    row.preview_title = as<Prose>(kept.preview.title);
    row.preview_summary = as<Prose>(kept.preview.summary);
    if (!kept.preview.other_urls.empty())
      row.preview_other_urls = Json{kept.other_urls = json_array(kept.preview.other_urls)};
  }

  void read_summary(Row& row, Decoded& kept) {
    auto bytes = rows_.blob("message_summary_info");
    if (!bytes || bytes->empty()) return;
    auto summary = read_message_summary(*bytes);
    if (!summary) return unreadable("message_summary_info", summary.error());
    if (!summary->edited.empty()) row.edits = Json{kept.edits = edit_history(*summary)};
    if (!summary->retracted.empty())
      row.retracted_parts = Json{kept.retracted = json_array(summary->retracted)};
    if (summary->edited.empty() && summary->retracted.empty()) rows_.give_back("message_summary_info");
  }

 private:
  std::string edit_history(const MessageSummary& summary) {
    JsonWriter out(false);
    out.array();
    for (const MessageSummary::EditedPart& part : summary.edited) {
      for (const MessageSummary::Version& version : part.versions) {
        out.object().member("part", part.part).key("time");
        if (version.time)
          out.value(to_iso8601(*version.time));
        else
          out.null();
        out.key("text");
        if (version.fault)
          out.null();
        else
          out.value(version.text.text);
        out.end();
        if (version.fault) unreadable("message_summary_info", *version.fault);
      }
    }
    return out.end().take();
  }

  void unreadable(std::string_view column, Error why) {
    why.message = std::string(column) + ": " + why.message;
    out_.skip(at_row("message", rows_.rowid()), why);
    rows_.give_back(column);
  }

  NamedRows& rows_;
  Rows<Row>& out_;
};

// Since iOS 6. The columns of later versions are NULL in earlier ones.
void read_modern(NamedRows& rows, Row& row) {
  constexpr auto moment = time_from_cocoa_seconds_or_ns;
  row.guid = rows.text("guid");
  row.date = rows.time("date", moment);
  row.is_from_me = rows.flag("is_from_me");
  row.service = rows.text("service");
  row.account = rows.text("account");
  row.date_read = rows.time("date_read", moment);
  row.date_delivered = rows.time("date_delivered", moment);
  row.date_played = rows.time("date_played", moment);
  row.date_edited = rows.time("date_edited", moment);
  row.date_retracted = rows.time("date_retracted", moment);
  row.group_title = rows.text<Prose>("group_title");
  row.room = rows.text("cache_roomnames");
  row.item_type = rows.integer("item_type");
  row.group_action_type = rows.integer("group_action_type");
  row.is_read = rows.boolean("is_read");
  row.is_spam = rows.boolean("is_spam");
  row.associated_message_type = rows.integer("associated_message_type");
  row.associated_message_guid = rows.text("associated_message_guid");
  row.balloon_bundle_id = rows.text("balloon_bundle_id");
}

// Up to iOS 5: SMS with Unix times, and since iOS 5 iMessages ("madrid") with COCOA ones in the same column.
void read_legacy(NamedRows& rows, Row& row) {
  constexpr auto cocoa = time_from_cocoa_seconds_or_ns;
  bool is_madrid = rows.flag("is_madrid");
  row.guid = rows.text("madrid_guid");
  row.date = rows.time(
      "date", is_madrid ? cocoa : static_cast<Result<Time> (*)(std::int64_t)>(time_from_unix_seconds));
  std::string_view flags = is_madrid ? "madrid_flags" : "flags";
  row.is_from_me = (rows.integer(flags).value_or(0) & (is_madrid ? 4 : 1)) != 0;
  rows.give_back(flags);  // they say more than that
  row.handle = rows.text<Handle>(is_madrid ? "madrid_handle" : "address");
  row.service = rows.text("madrid_service");
  row.account = rows.text("madrid_account");
  row.room = rows.text("madrid_roomname");
  row.date_read = rows.time("madrid_date_read", cocoa);
  row.date_delivered = rows.time("madrid_date_delivered", cocoa);
  row.is_read = rows.boolean("read");
}

Result<std::optional<Handle>> handle_in(NamedRows& rows, std::string_view column, SideTable& handles) {
  auto id = rows.integer(column);
  if (!id || *id == 0) return std::nullopt;
  if (TRY(handles.seek(*id)) == 0) rows.give_back(column);  // its number is all that is known of it
  return handles.text<Handle>(0);
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  TRY(db.require("message", {"text", "date"}));
  bool is_legacy = !db.has_column("message", "handle_id") && db.has_column("message", "address");
  if (!is_legacy) TRY(db.require("message", {"handle_id", "is_from_me"}));
  auto handles = TRY(SideTable::open(db, "handle", "rowid", {"id"}));
  auto chats = TRY(SideTable::open(db, "chat", "rowid", {"chat_identifier", "guid", "display_name"}));
  auto places = TRY(SideTable::open(db, "chat_message_join", "message_id", {"chat_id"}));
  auto deletions =
      TRY(SideTable::open(db, "chat_recoverable_message_join", "message_id", {"chat_id", "delete_date"}));
  auto rows = TRY(NamedRows::open(db, "message"));
  Messages messages(rows, out);
  while (TRY(rows.step())) {
    Decoded kept;
    Row row{.message_id = rows.rowid()};
    row.text = rows.text<Prose>("text");
    row.subject = rows.text<Prose>("subject");
    if (is_legacy) {
      read_legacy(rows, row);
    } else {
      read_modern(rows, row);
      if (auto other = TRY(handle_in(rows, "other_handle", handles)))
        row.other_handle = Handle{kept.other_handle = other->text};
      row.handle = TRY(handle_in(rows, "handle_id", handles));
      TRY(deletions.seek(row.message_id));
      if (auto moment = deletions.integer(1).value_or(0); moment != 0)
        row.deleted = time_or_nothing(time_from_cocoa_seconds_or_ns(moment));
      // A message in the recently deleted has left its conversation.
      TRY(places.seek(row.message_id));
      auto chat = places.integer(0) ? places.integer(0) : deletions.integer(0);
      TRY(chats.seek(chat.value_or(0)));
      row.chat_identifier = chats.text(0);
      row.chat_guid = chats.text(1);
      row.chat_name = chats.text<Prose>(2);
    }
    row.relation = row.is_from_me ? Relation::sent : Relation::received;
    messages.read_body(is_legacy ? "madrid_attributedBody" : "attributedBody", row, kept);
    messages.read_preview(row, kept);
    messages.read_summary(row, kept);
    row.others = rows.others<Json>();
    out.add(at_row("message", row.message_id), row);
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.sms",
    .title = "Messages",
    .source =
        "sms.db of iOS 3 to 18: with addresses in the messages up to iOS 5, handles and conversations since; "
        "ios-artifacts.md 2.3",
    .platform = Platform::ios,
    .question = Question::messages,
    .presence = Presence::always,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::sms
