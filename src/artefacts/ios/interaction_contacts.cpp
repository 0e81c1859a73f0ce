#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::interaction_contacts {
namespace {

struct Row {
  std::int64_t contact_id;
  std::optional<Handle> identifier;
  std::optional<Handle> custom_identifier;
  std::optional<Prose> display_name;
  std::optional<std::string_view> person_id;
  std::optional<Time> created;
  std::optional<Time> first_incoming_sender;
  std::optional<Time> last_incoming_sender;
  std::optional<Time> first_incoming_recipient;
  std::optional<Time> last_incoming_recipient;
  std::optional<Time> first_outgoing_recipient;
  std::optional<Time> last_outgoing_recipient;
  std::optional<std::int64_t> incoming_sender_count;
  std::optional<std::int64_t> incoming_recipient_count;
  std::optional<std::int64_t> outgoing_recipient_count;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::contact_id>("Z_PK of the person."),
    column<&Row::identifier>("Phone number, e-mail address or id in an app."),
    column<&Row::custom_identifier>("Another identifier, such as one of WhatsApp."),
    column<&Row::display_name>("Name."),
    column<&Row::person_id>("Identifier of the entry in the contacts."),
    column<&Row::created>("When this row was made, UTC by device clock, 1 us steps; NULL for 0.")
        .event("contact_recorded"),
    column<&Row::first_incoming_sender>("When the person first wrote or called, as above.")
        .event("contact_first_incoming_sender"),
    column<&Row::last_incoming_sender>("When last.").event("contact_last_incoming_sender"),
    column<&Row::first_incoming_recipient>(
        "When the person first stood among the recipients of something that the owner received.")
        .event("contact_first_incoming_recipient"),
    column<&Row::last_incoming_recipient>("When last.").event("contact_last_incoming_recipient"),
    column<&Row::first_outgoing_recipient>("When the owner first wrote to or called the person.")
        .event("contact_first_outgoing_recipient"),
    column<&Row::last_outgoing_recipient>("When last.").event("contact_last_outgoing_recipient"),
    column<&Row::incoming_sender_count>("How often the person wrote or called; counts outlive the rows."),
    column<&Row::incoming_recipient_count>("How often the person was a recipient beside the owner."),
    column<&Row::outgoing_recipient_count>("How often the owner wrote to or called the person."),
    column<&Row::others>(
        "All other columns that are neither NULL, 0 nor empty, as JSON; blobs as base64, the first 64 KiB of "
        "each."),
};
constexpr TableSchema schema =
    table<Row>("ios_interaction_contacts",
               "One row per person that the owner had to do with, with first and last times.", columns);

constexpr std::string_view paths[] = {"/private/var/mobile/Library/CoreDuet/People/interactionC.db"};

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  TRY(db.require("ZCONTACTS", {"Z_PK", "ZIDENTIFIER"}));
  auto rows = TRY(NamedRows::open(db, "ZCONTACTS"));
  auto time = [&](std::string_view column) { return rows.time(column, time_from_cocoa_seconds); };
  while (TRY(rows.step())) {
    Row row{.contact_id = rows.integer("Z_PK").value_or(rows.rowid()),
            .identifier = rows.text<Handle>("ZIDENTIFIER"),
            .custom_identifier = rows.text<Handle>("ZCUSTOMIDENTIFIER"),
            .display_name = rows.text<Prose>("ZDISPLAYNAME"),
            .person_id = rows.text("ZPERSONID"),
            .created = time("ZCREATIONDATE"),
            .first_incoming_sender = time("ZFIRSTINCOMINGSENDERDATE"),
            .last_incoming_sender = time("ZLASTINCOMINGSENDERDATE"),
            .first_incoming_recipient = time("ZFIRSTINCOMINGRECIPIENTDATE"),
            .last_incoming_recipient = time("ZLASTINCOMINGRECIPIENTDATE"),
            .first_outgoing_recipient = time("ZFIRSTOUTGOINGRECIPIENTDATE"),
            .last_outgoing_recipient = time("ZLASTOUTGOINGRECIPIENTDATE"),
            .incoming_sender_count = rows.integer("ZINCOMINGSENDERCOUNT"),
            .incoming_recipient_count = rows.integer("ZINCOMINGRECIPIENTCOUNT"),
            .outgoing_recipient_count = rows.integer("ZOUTGOINGRECIPIENTCOUNT")};
    row.others = rows.others<Json>();
    out.add(at_row("ZCONTACTS", row.contact_id), row);
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.interaction_contacts",
    .title = "People of interactions",
    .source = "interactionC.db of iOS 10 to 18, table ZCONTACTS; ios-artifacts.md 2.3",
    .platform = Platform::ios,
    .question = Question::contacts,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::interaction_contacts
