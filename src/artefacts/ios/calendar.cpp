#include <vector>

#include "base/text.h"
#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::calendar {
namespace {

struct Row {
  std::int64_t item_id;
  std::optional<Prose> summary;
  std::optional<Prose> description;
  std::optional<Prose> location;
  std::optional<Time> start_date;
  std::optional<Time> end_date;
  std::optional<bool> all_day;
  std::optional<std::int64_t> calendar_id;
  std::optional<Prose> calendar;
  std::optional<std::int64_t> organizer_id;
  std::optional<Url> url;
  std::optional<Url> conference_url;
  std::optional<Time> last_modified;
  std::optional<std::string_view> external_id;
  std::optional<std::string_view> external_mod_tag;
  std::optional<std::string_view> unique_identifier;
  std::optional<bool> hidden;
  std::optional<std::string_view> uuid;
  std::optional<Time> creation_date;
  std::optional<std::string_view> action;
  std::optional<std::int64_t> created_by_id;
  std::optional<std::string_view> participant_uuid;
  std::optional<Email> participant_email;
  std::optional<Phone> participant_phone;
  std::optional<Prose> participant_comment;
  std::optional<Time> participant_last_modified;
  std::int64_t attendees;
  std::int64_t external_rep_bytes;
  bool external_rep_markup;
  std::optional<Prose> external_rep;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::item_id>("ROWID of the entry, counted up and never used twice."),
    column<&Row::summary>("Title."),
    column<&Row::description>("Notes."),
    column<&Row::location>("Title and address of the place."),
    column<&Row::start_date>("Begin, as the calendar says in UTC, 1 s steps; no clock stands behind it.")
        .event("calendar_start"),
    column<&Row::end_date>("End, as the calendar says in UTC, 1 s steps; no clock stands behind it.")
        .event("calendar_end"),
    column<&Row::all_day>("Whether it takes whole days."),
    column<&Row::calendar_id>("Which calendar it belongs to."),
    column<&Row::calendar>("Title of that calendar."),
    column<&Row::organizer_id>(
        "Participant who organises it: ROWID in table Participant; NULL or 0 for none."),
    column<&Row::url>("Address that the entry links to."),
    column<&Row::conference_url>("Address of its video meeting."),
    column<&Row::last_modified>(
        "Last change, UTC by the clock of the device or server that made it, 1 s steps.")
        .event("calendar_modified"),
    column<&Row::external_id>("Path of the entry on its server."),
    column<&Row::external_mod_tag>("Version of the entry on its server."),
    column<&Row::unique_identifier>("UID of the entry on all devices."),
    column<&Row::hidden>("Whether it is not shown."),
    column<&Row::uuid>("Identifier on this device."),
    column<&Row::creation_date>(
        "When it was made, UTC by the clock of the device or server that made it, 1 s steps.")
        .event("calendar_created"),
    column<&Row::action>("Action of the entry, as stored."),
    column<&Row::created_by_id>("Who made it, in a shared calendar: ROWID in table Identity."),
    column<&Row::participant_uuid>("Organiser: identifier."),
    column<&Row::participant_email>("Organiser: e-mail address."),
    column<&Row::participant_phone>("Organiser: phone number."),
    column<&Row::participant_comment>("Organiser: comment."),
    column<&Row::participant_last_modified>("Organiser: last change, UTC by device clock, 1 s steps.")
        .event("calendar_participant_modified"),
    column<&Row::attendees>("How many participants name this entry; 1,000 stands for as many or more."),
    column<&Row::external_rep_bytes>("Size of the entry as its server sent it, in bytes."),
    column<&Row::external_rep_markup>("Whether that holds XML or HTML markup: <!, <? or </."),
    column<&Row::external_rep>("The entry as its server sent it, when that is text (iCalendar)."),
    column<&Row::others>(
        "All other columns of the entry that are neither NULL, 0 nor empty, as JSON; blobs as base64, the "
        "first 64 KiB of each."),
};
constexpr TableSchema schema =
    table<Row>("ios_calendar", "One row per entry of a calendar or reminder list.", columns);

constexpr std::string_view paths[] = {"/private/var/mobile/Library/Calendar/Calendar.sqlitedb"};

void read_entry(NamedRows& rows, Row& row) {
  row.summary = rows.text<Prose>("summary");
  row.description = rows.text<Prose>("description");
  row.start_date = rows.time("start_date", time_from_cocoa_seconds);
  row.end_date = rows.time("end_date", time_from_cocoa_seconds);
  row.all_day = rows.boolean("all_day");
  row.calendar_id = rows.integer("calendar_id");
  row.organizer_id = rows.integer("organizer_id");
  row.url = rows.text<Url>("url");
  row.conference_url = rows.text<Url>("conference_url");
  row.last_modified = rows.time("last_modified", time_from_cocoa_seconds);
  row.external_id = rows.text("external_id");
  row.external_mod_tag = rows.text("external_mod_tag");
  row.unique_identifier = rows.text("unique_identifier");
  row.hidden = rows.boolean("hidden");
  row.uuid = rows.text("UUID");
  row.creation_date = rows.time("creation_date", time_from_cocoa_seconds);
  row.action = rows.text("action");
  row.created_by_id = rows.integer("created_by_id");
}

// Invitations of ENDOFDAYS (QuaDream, Citizen Lab 2023) broke out of the XML that a server wraps them in.
void read_external(NamedRows& rows, Row& row) {
  auto text = rows.text_or_bytes("external_rep");
  if (!text || text->empty()) return;
  row.external_rep_bytes = static_cast<std::int64_t>(text->size());
  row.external_rep_markup = text->contains("<!") || text->contains("<?") || text->contains("</");
  if (is_utf8(*text) && !text->contains('\0'))
    row.external_rep = Prose{*text};
  else
    rows.give_back("external_rep");
}

std::string place_of(const SideTable& places) {
  std::string place(places.text(0).value_or(""));
  if (auto address = places.text(1); address && !address->empty() && *address != place)
    place += (place.empty() ? "" : ", ") + std::string(*address);
  return place;
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  TRY(db.require("CalendarItem", {"summary", "start_date"}));
  auto calendars = TRY(SideTable::open(db, "Calendar", "rowid", {"title"}));
  auto places = TRY(SideTable::open(db, "Location", "rowid", {"title", "address"}));
  auto organisers = TRY(SideTable::open(db, "Participant", "rowid",
                                        {"UUID", "email", "phone_number", "comment", "last_modified"}));
  auto attendees = TRY(SideTable::open(db, "Participant", "owner_id", {}));
  auto rows = TRY(NamedRows::open(db, "CalendarItem"));
  while (TRY(rows.step())) {
    Row row{.item_id = rows.rowid()};
    read_entry(rows, row);
    read_external(rows, row);
    TRY(calendars.seek(row.calendar_id.value_or(0)));
    row.calendar = calendars.text<Prose>(0);
    auto location = rows.integer("location_id").value_or(0);
    if (TRY(places.seek(location)) == 0) rows.give_back("location_id");
    std::string place = place_of(places);
    if (!place.empty()) row.location = Prose{place};
    TRY(organisers.seek(row.organizer_id.value_or(0)));
    row.participant_uuid = organisers.text(0);
    row.participant_email = organisers.text<Email>(1);
    row.participant_phone = organisers.text<Phone>(2);
    row.participant_comment = organisers.text<Prose>(3);
    if (auto seconds = organisers.real(4).value_or(0); seconds != 0)
      row.participant_last_modified = time_or_nothing(time_from_cocoa_seconds(seconds));
    row.attendees = static_cast<std::int64_t>(TRY(attendees.seek(row.item_id)));
    row.others = rows.others<Json>();
    out.add(at_row("CalendarItem", row.item_id), row);
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.calendar",
    .title = "Calendar",
    .source = "Calendar.sqlitedb of iOS 6 to 18, table CalendarItem; ios-artifacts.md 2.3",
    .platform = Platform::ios,
    .question = Question::calendar,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::calendar
