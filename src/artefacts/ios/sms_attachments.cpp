#include <vector>

#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::sms_attachments {
namespace {

struct Row {
  std::int64_t attachment_id;
  std::optional<std::string_view> guid;
  std::optional<Time> created;
  std::optional<Time> started;
  std::string_view direction;
  std::optional<std::string_view> filename;
  std::optional<FilePath> path;
  std::optional<std::string_view> transfer_name;
  std::optional<std::string_view> mime_type;
  std::optional<std::string_view> uti;
  std::optional<std::int64_t> total_bytes;
  std::optional<std::int64_t> transfer_state;
  std::optional<std::int64_t> message_id;
  std::optional<std::string_view> message_guid;
  std::optional<Time> message_date;
  std::optional<Handle> handle;
  std::optional<std::string_view> service;
  bool has_user_info;
  bool is_sticker;
  bool hide_attachment;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::attachment_id>("ROWID of the attachment, counted up and never used twice."),
    column<&Row::guid>("Identifier of the attachment; the last folder of its path."),
    column<&Row::created>(
        "When it was made or arrived, UTC by device clock, 1 s steps (1 ns where stored so); NULL for 0.")
        .event("sms_attachment"),
    column<&Row::started>("When its transfer began, as above.").event("sms_attachment_started"),
    column<&Row::direction>("sent by the owner, or received: is_outgoing."),
    column<&Row::filename>("Where it is stored, as written: ~ stands for /private/var/mobile."),
    column<&Row::path>("The same as a path on the device.").relation(Relation::on_disk),
    column<&Row::transfer_name>("Name that the sender's device gave."),
    column<&Row::mime_type>("Media type as sent."),
    column<&Row::uti>("Uniform type identifier."),
    column<&Row::total_bytes>("Size as announced, in bytes."),
    column<&Row::transfer_state>(
        "State of the transfer as stored: 0 waiting, 5 finished, 6 failed, and others."),
    column<&Row::message_id>("ROWID of its message; NULL when none names it. One row per message that does."),
    column<&Row::message_guid>("Identifier of that message; NULL when it is gone."),
    column<&Row::message_date>(
        "When that message was sent or arrived, UTC by device clock, 1 ns steps since iOS 11 and 1 s "
        "before."),
    column<&Row::handle>("The other side: phone number or e-mail address."),
    column<&Row::service>("iMessage, SMS, RCS."),
    column<&Row::has_user_info>("Whether user_info (keys for the download) is there."),
    column<&Row::is_sticker>("Whether it is a sticker."),
    column<&Row::hide_attachment>("Whether it is not shown by itself, as those of link previews."),
    column<&Row::others>(
        "All other columns of the attachment that are neither NULL, 0 nor empty, as JSON; blobs as base64, "
        "the first 64 KiB of each."),
};
constexpr TableSchema schema = table<Row>(
    "ios_sms_attachments", "One row per attachment in Messages and message that it belongs to.", columns);

constexpr std::string_view paths[] = {"/private/var/mobile/Library/SMS/sms.db"};

// Messages writes the home folder as ~.
std::string device_path(std::string_view filename) {
  if (filename.starts_with("~/")) return "/private/var/mobile" + std::string(filename.substr(1));
  return std::string(filename);
}

void read_attachment(NamedRows& rows, Row& row) {
  row.guid = rows.text("guid");
  row.created = rows.time("created_date", time_from_cocoa_seconds_or_ns);
  row.started = rows.time("start_date", time_from_cocoa_seconds_or_ns);
  row.direction = rows.flag("is_outgoing") ? "sent" : "received";
  row.filename = rows.text("filename");
  row.transfer_name = rows.text("transfer_name");
  row.mime_type = rows.text("mime_type");
  row.uti = rows.text("uti");
  row.total_bytes = rows.integer("total_bytes");
  row.transfer_state = rows.integer("transfer_state");
  row.has_user_info = rows.blob("user_info").value_or(Bytes{}).size() > 0;
  rows.give_back("user_info");
  row.is_sticker = rows.flag("is_sticker");
  row.hide_attachment = rows.flag("hide_attachment");
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  TRY(db.require("attachment", {"filename"}));
  auto joins = TRY(SideTable::open(db, "message_attachment_join", "attachment_id", {"message_id"}));
  auto messages = TRY(SideTable::open(db, "message", "rowid", {"guid", "handle_id", "service", "date"}));
  auto handles = TRY(SideTable::open(db, "handle", "rowid", {"id"}));
  auto rows = TRY(NamedRows::open(db, "attachment"));
  while (TRY(rows.step())) {
    Row row{.attachment_id = rows.rowid()};
    read_attachment(rows, row);
    std::string path = device_path(row.filename.value_or(""));
    if (!path.empty()) row.path = FilePath{path};
    row.others = rows.others<Json>();
    std::size_t count = TRY(joins.seek(row.attachment_id));
    if (count == 0) out.add(at_row("attachment", row.attachment_id), row);
    for (std::size_t i = 0; i < count; ++i) {
      row.message_id = joins.integer(0, i);
      TRY(messages.seek(row.message_id.value_or(0)));
      row.message_guid = messages.text(0);
      row.service = messages.text(2);
      row.message_date.reset();
      if (auto date = messages.integer(3).value_or(0); date != 0)
        row.message_date = time_or_nothing(time_from_cocoa_seconds_or_ns(date));
      TRY(handles.seek(messages.integer(1).value_or(0)));
      row.handle = handles.text<Handle>(0);
      out.add(at_row("attachment", row.attachment_id), row);
    }
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.sms_attachments",
    .title = "Attachments of messages",
    .source = "sms.db of iOS 6 to 18, tables attachment and message_attachment_join; ios-artifacts.md 2.3",
    .platform = Platform::ios,
    .question = Question::messages,
    .presence = Presence::always,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::sms_attachments
