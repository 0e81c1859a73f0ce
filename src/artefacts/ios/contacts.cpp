#include <vector>

#include "base/json.h"
#include "base/text.h"
#include "evidence/input.h"
#include "records/artefact.h"

namespace bridle::ios::contacts {
namespace {

struct Row {
  std::string_view kind;
  std::int64_t person_id;
  std::optional<std::int64_t> property;
  std::optional<std::string_view> label;
  std::optional<std::string_view> value;
  std::optional<Phone> phone;
  std::optional<Email> email;
  std::optional<Url> url;
  std::optional<Json> parts;
  std::optional<Prose> first;
  std::optional<Prose> middle;
  std::optional<Prose> last;
  std::optional<Prose> organization;
  std::optional<Prose> note;
  std::optional<std::string_view> store;
  std::optional<Time> created;
  std::optional<Time> modified;
  std::optional<Json> others;
};

constexpr std::array columns{
    column<&Row::kind>(
        "person: one per contact; or what a value of a contact is: phone, email, address, date, message "
        "(instant messenger), url, relation, profile (social network), other."),
    column<&Row::person_id>("ROWID of the contact in table ABPerson, counted up and never used twice."),
    column<&Row::property>(
        "Kind of value as stored: 3 phone, 4 e-mail, 5 address, 12 date, 13 messenger, 22 URL, 23 relation, "
        "46 profile; NULL for persons."),
    column<&Row::label>("Label of the value: Mobile, Home, or as the owner wrote it."),
    column<&Row::value>(
        "The value as stored; NULL for persons and values of several parts. Dates count seconds since 2001."),
    column<&Row::phone>("The value, when it is a phone number."),
    column<&Row::email>("The value, when it is an e-mail address."),
    column<&Row::url>("The value, when it is an URL."),
    column<&Row::parts>("The parts of an address, messenger or profile: JSON object, keys as stored (Street, "
                        "username, url, …)."),
    column<&Row::first>("First name of the contact."),
    column<&Row::middle>("Middle name."),
    column<&Row::last>("Last name."),
    column<&Row::organization>("Organisation."),
    column<&Row::note>("Note on the contact; in rows of persons."),
    column<&Row::store>("Name of the account's address book that it stands in; in rows of persons."),
    column<&Row::created>(
        "When the contact was made, UTC by device clock, 1 s steps; in rows of persons; NULL for 0.")
        .event("contact_created"),
    column<&Row::modified>(
        "When it was last changed, UTC by device clock, 1 s steps; in rows of persons; NULL for 0.")
        .event("contact_modified"),
    column<&Row::others>(
        "All other columns of the contact or value that are neither NULL, 0 nor empty, as JSON; blobs as "
        "base64, the first 64 KiB of each."),
};
constexpr TableSchema schema =
    table<Row>("ios_contacts", "One row per contact, and one per value of a contact.", columns);

constexpr std::string_view paths[] = {"/private/var/mobile/Library/AddressBook/AddressBook.sqlitedb"};

std::string_view kind_of(std::int64_t property) {
  switch (property) {
    case 3:
      return "phone";
    case 4:
      return "email";
    case 5:
      return "address";
    case 12:
      return "date";
    case 13:
      return "message";
    case 22:
      return "url";
    case 23:
      return "relation";
    case 46:
      return "profile";
    default:
      return "other";
  }
}

// Apple's own labels stand in brackets: _$!<Mobile>!$_.
std::optional<std::string_view> bare(std::optional<std::string_view> label) {
  if (!label) return std::nullopt;
  auto inner = between(*label, "_$!<", ">!$_");
  return inner ? inner : label;
}

Result<> read_persons(SqliteView& db, Rows<Row>& out) {
  auto stores = TRY(SideTable::open(db, "ABStore", "rowid", {"Name"}));
  auto rows = TRY(NamedRows::open(db, "ABPerson"));
  while (TRY(rows.step())) {
    Row row{.kind = "person", .person_id = rows.rowid()};
    row.first = rows.text<Prose>("First");
    row.middle = rows.text<Prose>("Middle");
    row.last = rows.text<Prose>("Last");
    row.organization = rows.text<Prose>("Organization");
    row.note = rows.text<Prose>("Note");
    row.created = rows.time("CreationDate", time_from_cocoa_seconds);
    row.modified = rows.time("ModificationDate", time_from_cocoa_seconds);
    auto store = rows.integer("StoreID").value_or(0);
    if (TRY(stores.seek(store)) == 0) rows.give_back("StoreID");
    row.store = stores.text(0);
    row.others = rows.others<Json>();
    out.add(at_row("ABPerson", row.person_id), row);
  }
  return {};
}

Result<std::string> parts_of(std::int64_t value_id, SideTable& entries, SideTable& keys) {
  std::size_t count = TRY(entries.seek(value_id));
  if (count == 0) return std::string();
  JsonWriter out(false);
  out.object();
  for (std::size_t i = 0; i < count; ++i) {
    TRY(keys.seek(entries.integer(0, i).value_or(0)));
    out.key(keys.text(0).value_or("?"));
    if (auto text = entries.text(1, i))
      out.value(*text);
    else if (auto number = entries.integer(1, i))
      out.value(*number);
    else
      out.null();
  }
  return out.end().take();
}

Result<> read_values(SqliteView& db, Rows<Row>& out) {
  if (!db.has_table("ABMultiValue")) return {};
  TRY(db.require("ABMultiValue", {"record_id", "value"}));
  auto persons = TRY(SideTable::open(db, "ABPerson", "rowid", {"First", "Middle", "Last", "Organization"}));
  auto labels = TRY(SideTable::open(db, "ABMultiValueLabel", "rowid", {"value"}));
  auto entries = TRY(SideTable::open(db, "ABMultiValueEntry", "parent_id", {"key", "value"}));
  auto keys = TRY(SideTable::open(db, "ABMultiValueEntryKey", "rowid", {"value"}));
  auto rows = TRY(NamedRows::open(db, "ABMultiValue"));
  while (TRY(rows.step())) {
    Row row{.kind = "other",
            .person_id = rows.integer("record_id").value_or(0),
            .property = rows.integer("property")};
    std::int64_t value_id = rows.integer("UID").value_or(rows.rowid());
    row.kind = kind_of(row.property.value_or(0));
    row.value = rows.text("value");
    if (row.value && row.kind == "phone") row.phone = Phone{*row.value};
    if (row.value && row.kind == "email") row.email = Email{*row.value};
    if (row.value && row.kind == "url") row.url = Url{*row.value};
    std::string parts = TRY(parts_of(value_id, entries, keys));
    if (!parts.empty()) row.parts = Json{parts};
    if (TRY(labels.seek(rows.integer("label").value_or(0))) == 0) rows.give_back("label");
    row.label = bare(labels.text(0));
    TRY(persons.seek(row.person_id));
    row.first = persons.text<Prose>(0);
    row.middle = persons.text<Prose>(1);
    row.last = persons.text<Prose>(2);
    row.organization = persons.text<Prose>(3);
    row.others = rows.others<Json>();
    out.add(at_row("ABMultiValue", value_id), row);
  }
  return {};
}

Result<> extract(Input& in, Rows<Row>& out) {
  SqliteView& db = *TRY(in.sqlite());
  TRY(db.require("ABPerson", {"First", "Last"}));
  TRY(read_persons(db, out));
  return read_values(db, out);
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "ios.contacts",
    .title = "Contacts",
    .source = "AddressBook.sqlitedb of iOS 4 to 18; ios-artifacts.md 2.3",
    .platform = Platform::ios,
    .question = Question::contacts,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::ios::contacts
