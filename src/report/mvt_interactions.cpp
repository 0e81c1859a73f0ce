#include <fmt/format.h>

#include <algorithm>

#include "report/mvt_row.h"

namespace bridle::mvt {
namespace {

Result<> write_call(const CaseStore&, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  json.object();
  row.put_moment(json, "isodate", "date");
  row.put(json, "duration", "duration_seconds");
  row.put(json, "location", "location");
  row.put(json, "number", "handle");
  row.put(json, "provider", "provider");
  json.end();
  record.event(row.moment("date"), "call",
               fmt::format("From {} using {} during {} seconds", row.text("handle"), row.text("provider"),
                           row.text("duration_seconds")));
  return {};
}

// What of a person goes into the record of an interaction.
struct Person {
  std::optional<std::int64_t> id;
  std::string identifier, custom;
};

struct Part {
  Person person;                       // of a recipient
  std::optional<std::int64_t> record;  // of an attachment, in our table
};

// The recipients and attachments of an interaction follow it in the table.
Result<std::vector<Part>> parts_of(const CaseStore& store, const Row& row, std::string_view kind) {
  auto select = TRY(store.database().prepare(
      "SELECT kind, id, contact_id, identifier, custom_identifier FROM ios_interaction_c WHERE id > ? ORDER "
      "BY id"));
  select.bind(1, row.integer("id").value_or(0));
  std::vector<Part> parts;
  while (TRY(select.step()) && select.text(0) != "interaction") {
    if (select.text(0) != kind) continue;
    Part part;
    part.record = select.integer(1);
    if (!select.is_null(2)) part.person.id = select.integer(2);
    part.person.identifier = select.text(3);
    part.person.custom = select.text(4);
    parts.push_back(std::move(part));
  }
  if (parts.empty()) parts.emplace_back();
  return parts;
}

// People stand in a table of their own, looked up for each interaction: a sorted copy in memory makes that
// fast.
Result<> gather_people(const CaseStore& store) {
  auto made = TRY(store.database().prepare("SELECT 1 FROM sqlite_temp_master WHERE name = 'mvt_people'"));
  if (TRY(made.step())) return {};
  auto copy = TRY(store.database().prepare(
      "CREATE TEMP TABLE mvt_people AS SELECT c.stored_as AS file, p.* FROM ios_interaction_contacts p JOIN "
      "coverage c ON c.task = p.task"));
  TRY(copy.run());
  auto index = TRY(store.database().prepare("CREATE INDEX temp.mvt_people_by_id ON mvt_people(contact_id)"));
  return index.run();
}

Result<> put_person(const CaseStore& store, const Row& row, const Person& person, std::string_view role,
                    JsonWriter& json) {
  TRY(gather_people(store));
  auto select = TRY(store.database().prepare(
      "SELECT * FROM temp.mvt_people WHERE file = (SELECT stored_as FROM coverage WHERE task = ?) AND "
      "contact_id = ? LIMIT 1"));
  select.bind(1, row.integer("task").value_or(0));
  select.bind(2, person.id.value_or(-1));
  (void)TRY(select.step());
  Row contact(select);
  contact.put(json, fmt::format("{}_display_name", role), "display_name");
  contact.put(json, fmt::format("{}_identifier", role), "identifier");
  contact.put(json, fmt::format("{}_personid", role), "person_id");
  if (role != "sender") return {};
  for (std::string_view count :
       {"incoming_recipient_count", "incoming_sender_count", "outgoing_recipient_count"})
    contact.put(json, count, count);
  contact.put_moment(json, "contacts_creation_date", "created");
  for (std::string_view moment :
       {"first_incoming_recipient", "first_incoming_sender", "first_outgoing_recipient",
        "last_incoming_sender", "last_incoming_recipient", "last_outgoing_recipient"})
    contact.put_moment(json, fmt::format("{}_date", moment), moment);
  contact.put(json, "custom_id", "custom_identifier");
  return {};
}

Result<> put_attachment(const CaseStore& store, std::optional<std::int64_t> record, JsonWriter& json) {
  auto select = TRY(store.database().prepare(
      "SELECT *, json_extract(others, '$.photo_local_id') AS photo, json_extract(others, '$.identifier') AS "
      "identifier_hex, json_extract(others, '$.cloud_id') AS cloud FROM ios_interaction_c WHERE id = ?"));
  select.bind(1, record.value_or(0));
  (void)TRY(select.step());
  Row file(select);
  file.put(json, "content", "attachment_text");
  file.put(json, "uti", "attachment_uti");
  file.put(json, "attachment_content_url", "attachment_url");
  file.put(json, "size", "attachment_bytes");
  file.put(json, "photo_local_id", "photo");
  file.put(json, "attachment_id", "identifier_hex");
  file.put(json, "cloud_id", "cloud");
  return {};
}

// A WhatsApp address by the contacts of WhatsApp: its number and name.
struct Resolved {
  std::string number, name;
};
Result<Resolved> resolve(const CaseStore& store, std::string_view address) {
  std::string_view column;
  std::string key(address);
  if (address.ends_with("@lid")) {
    column = "lid";
  } else if (address.ends_with("@s.whatsapp.net")) {
    column = "whatsapp_id";
  } else if (address.starts_with("+")) {
    column = "whatsapp_id";
    key = fmt::format("{}@s.whatsapp.net", address.substr(1));
  } else {
    return Resolved{};
  }
  Resolved found;
  if (column == "whatsapp_id") found.number = "+" + key.substr(0, key.find('@'));
  auto known = TRY(store.database().prepare(
      "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'ios_whatsapp_contacts'"));
  if (!TRY(known.step())) return found;
  auto select = TRY(store.database().prepare(
      fmt::format("SELECT phone_number, full_name FROM ios_whatsapp_contacts WHERE {} = ? LIMIT 1", column)));
  select.bind(1, key);
  if (!TRY(select.step())) return found;
  if (!select.text(0).empty()) found.number = select.text(0);
  found.name = select.text(1);
  return found;
}

void put_text_or_null(JsonWriter& json, std::string_view key, const std::string& text) {
  json.key(key);
  if (text.empty())
    json.null();
  else
    json.value(text);
}

Result<> put_resolved(const CaseStore& store, const Row& row, const Person& recipient, JsonWriter& json) {
  Resolved sender = TRY(resolve(store, row.text("identifier")));
  if (sender.number.empty()) sender = TRY(resolve(store, row.text("custom_identifier")));
  Resolved other = TRY(resolve(store, recipient.identifier));
  Resolved domain = TRY(resolve(store, row.text("domain_identifier")));
  for (const auto& [role, found] : {std::pair<std::string_view, const Resolved&>{"sender", sender},
                                    {"recipient", other},
                                    {"domain", domain}}) {
    put_text_or_null(json, fmt::format("{}_resolved_phone_number", role), found.number);
    put_text_or_null(json, fmt::format("{}_resolved_name", role), found.name);
  }
  return {};
}

Result<> put_interaction(const CaseStore& store, const Row& row, const Part& recipient, const Part& file,
                         JsonWriter& json) {
  Person sender;
  sender.id = row.integer("contact_id");
  json.object();
  row.put_moment(json, "start_date", "start_date");
  row.put_moment(json, "end_date", "end_date");
  for (std::string_view column : {"bundle_id", "account", "target_bundle_id"}) row.put(json, column, column);
  json.member("direction", row.text("direction") == "incoming"   ? "INCOMING"
                           : row.text("direction") == "outgoing" ? "OUTGOING"
                                                                 : row.text("direction_stored"));
  TRY(put_person(store, row, sender, "sender", json));
  TRY(put_person(store, row, recipient.person, "recipient", json));
  for (std::string_view column : {"recipient_count", "domain_identifier", "is_response"})
    row.put(json, column, column);
  TRY(put_attachment(store, file.record, json));
  row.put_moment(json, "interactions_creation_date", "creation_date");
  row.put(json, "interaction_content_url", "content_url");
  row.put(json, "location_uuid", "location_uuid");
  row.put(json, "group_name", "group_name");
  row.put(json, "derivied_intent_id", "derived_intent");  // MVT's own spelling
  row.put(json, "table_id", "interaction_id");
  if (row.text("bundle_id") == "net.whatsapp.WhatsApp") TRY(put_resolved(store, row, recipient.person, json));
  json.end();
  return {};
}

// MVT's timeline has the moment of recording only when it tells something.
bool recorded_apart(const Row& row) {
  auto start = row.time("start_date"), created = row.time("creation_date");
  if (!created) return false;
  constexpr std::int64_t hour = 3'600'000'000'000;
  return !start || created->nanoseconds / 2 - start->nanoseconds / 2 >= hour / 2 ||
         start->nanoseconds / 2 - created->nanoseconds / 2 >= hour / 2;
}

Result<> write_interaction(const CaseStore& store, const Row& row, Record& record) {
  auto recipients = TRY(parts_of(store, row, "recipient")), files = TRY(parts_of(store, row, "attachment"));
  std::string all;
  for (const Part& recipient : recipients)
    for (const Part& file : files) {
      JsonWriter one(false);
      TRY(put_interaction(store, row, recipient, file, one));
      all += (all.empty() ? "" : ",\n") + one.text();
    }
  record.json.raw(all);
  std::string from(row.text("identifier")), to = recipients.front().person.identifier;
  if (to.empty()) to = row.text("domain_identifier");
  bool outgoing = row.text("direction") == "outgoing";
  std::string words =
      fmt::format("[{}] {} from {} to {}", row.text("bundle_id"), row.text("direction"),
                  from.empty() && outgoing ? "the owner" : from, to.empty() && !outgoing ? "the owner" : to);
  record.event(row.moment("start_date"), "start_date", words);
  if (row.moment("end_date") != row.moment("start_date"))
    record.event(row.moment("end_date"), "end_date", words);
  if (recorded_apart(row)) record.event(row.moment("creation_date"), "interactions_creation_date", words);
  return {};
}

// Events only: MVT has these once for each person who sent something.
Result<> write_person(const CaseStore&, const Row& row, Record& record) {
  std::string words = fmt::format("Contact {} {}", row.text("display_name"), row.text("identifier"));
  record.event(row.moment("created"), "contacts_creation_date", words);
  for (std::string_view moment :
       {"first_incoming_sender", "last_incoming_sender", "first_incoming_recipient",
        "last_incoming_recipient", "first_outgoing_recipient", "last_outgoing_recipient"})
    record.event(row.moment(moment), fmt::format("{}_date", moment), words);
  return {};
}

}  // namespace

std::vector<Module> interaction_modules() {
  return {
      {"calls", "Calls", "ios_calls", "t.kind = 'call'", write_call},
      {"interaction_c", "InteractionC", "ios_interaction_c", "t.kind = 'interaction'", write_interaction},
      {"interaction_c", "InteractionC", "ios_interaction_contacts",
       "t.contact_id IN (SELECT contact_id FROM ios_interaction_c WHERE kind = 'interaction')", write_person},
  };
}

}  // namespace bridle::mvt
