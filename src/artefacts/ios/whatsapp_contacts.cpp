#include <fmt/format.h>

#include <string>

#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::whatsapp_contacts {
namespace {

struct Row {
  std::int64_t contact_id;
  std::optional<std::string_view> whatsapp_id;
  std::optional<std::string_view> lid;
  std::optional<Phone> phone_number;
  std::optional<std::string_view> localized_phone_number;
  std::optional<Prose> full_name;
  std::optional<Prose> given_name;
  std::optional<Prose> last_name;
  std::optional<Prose> user_name;
  std::optional<Prose> business_name;
  std::optional<Prose> about_text;
  std::optional<Prose> about_emoji;
  std::optional<Prose> notes;
  std::optional<std::int64_t> disappearing_seconds;
  std::optional<bool> disappearing_on;
  std::optional<std::string_view> disappearing_label;
  std::optional<Time> disappearing_set;
  std::optional<Time> about_changed;
  std::optional<Time> about_expires;
  std::optional<Time> last_updated;
  std::optional<std::int64_t> phone_status;
  std::optional<std::int64_t> sync_policy;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::contact_id>("Z_PK of the contact."),
    column<&Row::whatsapp_id>("JID: number@s.whatsapp.net; NULL for who does not use WhatsApp."),
    column<&Row::lid>("The id that hides the number in groups: id@lid."),
    column<&Row::phone_number>("Number as stored."),
    column<&Row::localized_phone_number>("Number as the phone shows it."),
    column<&Row::full_name>("Full name."),
    column<&Row::given_name>("Given name."),
    column<&Row::last_name>("Last name."),
    column<&Row::user_name>("Name chosen at WhatsApp."),
    column<&Row::business_name>("Name of a business account."),
    column<&Row::about_text>("What the contact says of himself."),
    column<&Row::about_emoji>("Emoji of the same."),
    column<&Row::notes>("Notes of the owner."),
    column<&Row::disappearing_seconds>(
        "After how many seconds messages of the chat disappear; 0 = never; NULL when unsaid."),
    column<&Row::disappearing_on>("Whether they disappear; NULL when this database does not tell."),
    column<&Row::disappearing_label>("The same in words: off, 24 hours, 7 days and others."),
    column<&Row::disappearing_set>("When that was set, UTC, 1 s steps.").event("disappearing_mode_set"),
    column<&Row::about_changed>("When the text about himself was changed, UTC, 1 s steps.")
        .event("about_changed"),
    column<&Row::about_expires>("When that text expires, UTC, 1 s steps.").event("about_expiration"),
    column<&Row::last_updated>("Last change of the contact, UTC by device clock, 1 s steps.")
        .event("contact_last_updated"),
    column<&Row::phone_status>("ZPHONESTATUS, in other generations ZPHONENUMBERSTATUS, as stored."),
    column<&Row::sync_policy>("ZSYNCPOLICY as stored."),
    column<&Row::others>("Other columns that are neither NULL nor 0 nor empty."),
};
constexpr TableSchema schema =
    table<Row>("ios_whatsapp_contacts", "One row per contact that WhatsApp keeps.", columns);

constexpr std::string_view paths[] = {"/private/var/mobile/Containers/Shared/AppGroup/*/ContactsV2.sqlite"};

std::string disappearing_label(std::int64_t seconds) {
  switch (seconds) {
    case 0:
      return "off";
    case 86'400:
      return "24 hours";
    case 604'800:
      return "7 days";
    case 1'209'600:
      return "14 days";
    case 2'592'000:
      return "30 days";
    case 7'776'000:
      return "90 days";
    default:
      return fmt::format("{} seconds", seconds);
  }
}

std::optional<std::string_view> some(std::optional<std::string_view> text) {
  return text && !text->empty() ? text : std::nullopt;
}

std::optional<Prose> prose(std::optional<std::string_view> text) {
  return text ? std::optional<Prose>(Prose{*text}) : std::nullopt;
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  TRY(db.require("ZWAADDRESSBOOKCONTACT", {"Z_PK", "ZWHATSAPPID", "ZFULLNAME"}));
  auto rows = TRY(NamedRows::open(db, "ZWAADDRESSBOOKCONTACT"));
  while (TRY(rows.step())) {
    Row row{.contact_id = rows.integer("Z_PK").value_or(rows.rowid()),
            .whatsapp_id = some(rows.text_or_bytes("ZWHATSAPPID")),
            .lid = some(rows.text_or_bytes("ZLID")),
            .localized_phone_number = some(rows.text_or_bytes("ZLOCALIZEDPHONENUMBER")),
            .full_name = prose(some(rows.text_or_bytes("ZFULLNAME"))),
            .given_name = prose(some(rows.text_or_bytes("ZGIVENNAME"))),
            .last_name = prose(some(rows.text_or_bytes("ZLASTNAME"))),
            .user_name = prose(some(rows.text_or_bytes("ZUSERNAME"))),
            .business_name = prose(some(rows.text_or_bytes("ZBUSINESSNAME"))),
            .about_text = prose(some(rows.text_or_bytes("ZABOUTTEXT"))),
            .about_emoji = prose(some(rows.text_or_bytes("ZABOUTEMOJI"))),
            .notes = prose(some(rows.text_or_bytes("ZNOTES"))),
            .disappearing_set = rows.time("ZDISAPPEARINGMODETIMESTAMP", time_from_cocoa_seconds),
            .about_changed = rows.time("ZABOUTTIMESTAMP", time_from_cocoa_seconds),
            .about_expires = rows.time("ZABOUTEXPIRATIONTIMESTAMP", time_from_cocoa_seconds),
            .last_updated = rows.time("ZLASTUPDATED", time_from_cocoa_seconds),
            .phone_status = rows.integer(rows.has("ZPHONESTATUS") ? "ZPHONESTATUS" : "ZPHONENUMBERSTATUS"),
            .sync_policy = rows.integer("ZSYNCPOLICY")};
    if (auto phone = some(rows.text_or_bytes("ZPHONENUMBER"))) row.phone_number = Phone{*phone};
    std::string label;
    if (rows.has("ZDISAPPEARINGMODEDURATION")) {
      row.disappearing_seconds = rows.integer("ZDISAPPEARINGMODEDURATION");
      row.disappearing_on = row.disappearing_seconds.value_or(0) != 0;
      row.disappearing_label = label = disappearing_label(row.disappearing_seconds.value_or(0));
    }
    if (auto others = rows.others()) row.others = Json{*others};
    out.add(at_row("ZWAADDRESSBOOKCONTACT", rows.rowid()), row);
  }
  return {};
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.whatsapp_contacts",
    .title = "WhatsApp contacts",
    .source = "ContactsV2.sqlite of WhatsApp 2.19 to 2.25; ios-artifacts.md 2.4",
    .platform = Platform::ios,
    .question = Question::contacts,
    .presence = Presence::sometimes,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::whatsapp_contacts
