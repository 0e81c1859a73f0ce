#include <vector>

#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::calendar_participants {
namespace {

struct Row {
  std::int64_t participant_id;
  std::optional<std::int64_t> item_id;
  std::optional<Prose> item_summary;
  std::optional<Time> item_start;
  std::optional<Email> email;
  std::optional<Phone> phone;
  std::optional<Prose> name;
  std::optional<Prose> comment;
  bool is_organizer;
  std::optional<bool> is_self;
  std::optional<std::int64_t> entity_type;
  std::optional<std::int64_t> status;
  std::optional<std::int64_t> role;
  std::optional<std::string_view> uuid;
  std::optional<Time> last_modified;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::participant_id>("ROWID of the participant, counted up and never used twice."),
    column<&Row::item_id>("The entry: ROWID in table CalendarItem."),
    column<&Row::item_summary>("Its title; NULL when it is gone."),
    column<&Row::item_start>("Its begin, as the calendar says in UTC, 1 s steps."),
    column<&Row::email>("E-mail address, from the participant or else from its identity."),
    column<&Row::phone>("Phone number, from the participant or else from its identity."),
    column<&Row::name>("Name, from the identity."),
    column<&Row::comment>("Comment to the invitation."),
    column<&Row::is_organizer>("Whether an entry names this participant as its organiser."),
    column<&Row::is_self>("Whether this is the owner."),
    column<&Row::entity_type>("Kind of participant, as stored."),
    column<&Row::status>("Answer to the invitation, as stored."),
    column<&Row::role>("Role in the meeting, as stored."),
    column<&Row::uuid>("Identifier on this device."),
    column<&Row::last_modified>("Last change, UTC by device clock, 1 s steps; NULL for 0.")
        .event("calendar_participant_modified"),
    column<&Row::others>(
        "All other columns of the participant that are neither NULL, 0 nor empty, as JSON; blobs as base64, "
        "the first 64 KiB of each."),
};
constexpr TableSchema schema = table<Row>("ios_calendar_participants",
                                          "One row per organiser or attendee of a calendar entry.", columns);

constexpr std::string_view paths[] = {"/private/var/mobile/Library/Calendar/Calendar.sqlitedb"};

// Identities hold addresses as URLs.
void fill_from_identity(const SideTable& identities, Row& row) {
  auto address = identities.text(0).value_or("");
  if (!row.email && address.starts_with("mailto:")) row.email = Email{address.substr(7)};
  if (!row.phone && address.starts_with("tel:")) row.phone = Phone{address.substr(4)};
  row.name = identities.text<Prose>(1);
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  if (!db.has_column("Participant", "email")) TRY(db.require("Participant", {"identity_id"}));
  auto items = TRY(SideTable::open(db, "CalendarItem", "rowid", {"summary", "start_date"}));
  auto organised = TRY(SideTable::open(db, "CalendarItem", "organizer_id", {}));
  auto identities = TRY(SideTable::open(db, "Identity", "rowid", {"address", "display_name"}));
  auto rows = TRY(NamedRows::open(db, "Participant"));
  while (TRY(rows.step())) {
    Row row{.participant_id = rows.rowid()};
    row.item_id = rows.integer("owner_id");
    row.email = rows.text<Email>("email");
    row.phone = rows.text<Phone>("phone_number");
    row.comment = rows.text<Prose>("comment");
    row.is_self = rows.boolean("is_self");
    row.entity_type = rows.integer("entity_type");
    row.status = rows.integer("status");
    row.role = rows.integer("role");
    row.uuid = rows.text("UUID");
    row.last_modified = rows.time("last_modified", time_from_cocoa_seconds);
    TRY(items.seek(row.item_id.value_or(0)));
    row.item_summary = items.text<Prose>(0);
    if (auto seconds = items.real(1).value_or(0); seconds != 0)
      row.item_start = time_or_nothing(time_from_cocoa_seconds(seconds));
    row.is_organizer = TRY(organised.seek(row.participant_id)) > 0;
    auto identity = rows.integer("identity_id").value_or(0);
    if (TRY(identities.seek(identity)) == 0) rows.give_back("identity_id");
    fill_from_identity(identities, row);
    row.others = rows.others<Json>();
    out.add(at_row("Participant", row.participant_id), row);
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.calendar_participants",
    .title = "Participants of calendar entries",
    .source = "Calendar.sqlitedb of iOS 6 to 18, tables Participant and Identity; ios-artifacts.md 2.3",
    .platform = Platform::ios,
    .question = Question::calendar,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::calendar_participants
