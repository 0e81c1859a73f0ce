#include <fmt/format.h>

#include "report/mvt_row.h"

namespace bridle::mvt {
namespace {

std::string none_or(const Row& row, std::string_view column) {
  return row.is_null(column) ? "None" : std::string(row.text(column));
}

// WhatsApp's own servers, from which every picture comes: MVT leaves them out, and so do we here.
bool is_own_server(std::string_view url) {
  return url.starts_with("https://mmg-fna.whatsapp.net/") || url.starts_with("https://mmg.whatsapp.net/");
}

Result<> write_message(const CaseStore&, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  for (std::string& url : row.list(links_column))
    if (!is_own_server(url)) record.urls.push_back(std::move(url));
  record.url_time = row.moment("message_date");
  json.object();
  constexpr std::pair<std::string_view, std::string_view> columns[] = {
      {"Z_PK", "message_id"},           {"ZCHATSESSION", "chat_id"},
      {"ZFROMJID", "from_jid"},         {"ZTOJID", "to_jid"},
      {"ZPUSHNAME", "push_name"},       {"ZSTANZAID", "stanza_id"},
      {"ZMESSAGETYPE", "message_type"}, {"ZGROUPEVENTTYPE", "group_event_type"},
      {"ZMESSAGESTATUS", "status"},     {"ZSTARRED", "starred"},
      {"ZMEDIAURL", "media_url"},       {"ZAUTHORNAME", "media_author"},
      {"ZMATCHEDTEXT", "matched_text"}};
  for (auto [key, column] : columns) row.put(json, key, column);
  json.key("ZISFROMME");
  if (row.text("direction") == "unknown")
    json.null();
  else
    json.value(std::int64_t{row.text("direction") == "sent"});
  json.member("ZTEXT", row.text("text")).member("isodate", record.url_time);
  row.put_cocoa(json, "ZMESSAGEDATE", "message_date");
  row.put_cocoa(json, "ZSENTDATE", "sent_date");
  if (!record.urls.empty() || row.text("text").empty()) {
    json.key("links").array();
    for (const std::string& url : record.urls) json.value(url);
    json.end();
  }
  row.put_members(json, "others");
  json.end();
  std::string links;
  for (const std::string& url : record.urls) links += fmt::format("{}{}", links.empty() ? "" : ", ", url);
  record.event(record.url_time, "message",
               fmt::format("\"{}\" from {}{}{}", row.text("text"), none_or(row, "from_jid"),
                           links.empty() ? "" : " with links: ", links));
  return {};
}

// The number behind a hidden id, from the chat's own database or from the one that holds the pairs.
Result<std::string> partner_phone(const CaseStore& store, const Row& row) {
  std::string_view jid = row.text("contact_jid");
  if (!row.is_null("partner_phone") || !jid.ends_with("@lid")) return std::string(row.text("partner_phone"));
  auto select =
      TRY(store.database().prepare("SELECT phone FROM ios_whatsapp_lids WHERE lid = ? ORDER BY id"));
  select.bind(1, jid.substr(0, jid.size() - 4));
  return TRY(select.step()) ? std::string(select.text(0)) : std::string();
}

Result<> write_chat(const CaseStore& store, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  json.object().member("record_type", "chat_session");
  constexpr std::pair<std::string_view, std::string_view> columns[] = {
      {"session_pk", "chat_id"},
      {"contact_jid", "contact_jid"},
      {"partner_name", "partner_name"},
      {"session_type", "session_type"},
      {"archived", "archived"},
      {"removed", "removed"},
      {"message_counter", "message_counter"},
      {"stored_message_count", "stored_messages"}};
  for (auto [key, column] : columns) row.put(json, key, column);
  std::string phone = TRY(partner_phone(store, row));
  json.key("partner_resolved_phone_number");
  phone.empty() ? json.null() : json.value(phone);
  constexpr std::pair<std::string_view, std::string_view> times[] = {
      {"last_message_date", "last_message"},
      {"group_creation_date", "group_created"},
      {"first_stored_message_date", "first_stored"},
      {"last_stored_message_date", "last_stored"}};
  for (auto [key, column] : times) row.put_moment(json, key, column);
  json.end();
  std::string words =
      fmt::format("{} {} ({})", row.integer("is_group").value_or(0) == 1 ? "Group" : "Chat with",
                  none_or(row, "partner_name"), none_or(row, "contact_jid"));
  record.event(row.moment("group_created"), "group_created", words);
  record.event(row.moment("first_stored"), "chat_first_message", words);
  record.event(row.is_null("last_message") ? row.moment("last_stored") : row.moment("last_message"),
               "chat_last_message", words);
  return {};
}

Result<> write_lid(const CaseStore&, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  std::string_view phone = row.text("phone");
  if (phone.starts_with('+')) phone.remove_prefix(1);
  json.object().member("record_type", "lid_phone_number_pair");
  row.put(json, "lid", "lid");
  json.member("phone_number", phone);
  row.put_moment(json, "pair_timestamp", "recorded");
  json.end();
  record.event(row.moment("recorded"), "lid_pair_recorded",
               fmt::format("LID {} belongs to +{}", row.text("lid"), phone));
  return {};
}

Result<> write_contact(const CaseStore&, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  json.object();
  row.put(json, "row_pk", "contact_id");
  for (std::string_view key :
       {"whatsapp_id", "lid", "phone_number", "localized_phone_number", "full_name", "given_name",
        "last_name", "user_name", "business_name", "about_text", "about_emoji", "notes"})
    row.put(json, key, key);
  row.put(json, "disappearing_mode_duration", "disappearing_seconds");
  row.put_moment(json, "disappearing_mode_timestamp", "disappearing_set");
  row.put_moment(json, "about_timestamp", "about_changed");
  row.put_moment(json, "about_expiration_timestamp", "about_expires");
  row.put_moment(json, "last_updated", "last_updated");
  row.put(json, "phone_status", "phone_status");
  row.put(json, "sync_policy", "sync_policy");
  json.key("disappearing_mode_is_on");
  if (auto on = row.integer("disappearing_on"))
    json.value(*on == 1);
  else
    json.null();
  row.put(json, "disappearing_mode_label", "disappearing_label");
  json.end();
  std::string words = fmt::format("{} ({})", none_or(row, "full_name"), none_or(row, "whatsapp_id"));
  record.event(row.moment("disappearing_set"), "disappearing_mode_set",
               fmt::format("{}: {}", words, none_or(row, "disappearing_label")));
  record.event(row.moment("about_changed"), "about_changed",
               fmt::format("{}: {}", words, none_or(row, "about_text")));
  record.event(row.moment("about_expires"), "about_expiration", words);
  record.event(row.moment("last_updated"), "contact_last_updated", words);
  return {};
}

}  // namespace

std::vector<Module> whatsapp_modules() {
  return {{"whatsapp", "Whatsapp", "ios_whatsapp_messages", "", write_message},
          {"whatsapp", "Whatsapp", "ios_whatsapp_lids", "", write_lid},
          {"whatsapp", "Whatsapp", "ios_whatsapp_chats", "", write_chat},
          {"whatsapp_contacts", "WhatsappContacts", "ios_whatsapp_contacts", "", write_contact}};
}

}  // namespace bridle::mvt
