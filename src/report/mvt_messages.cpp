#include <fmt/format.h>

#include <algorithm>

#include "report/mvt_row.h"

namespace bridle::mvt {
namespace {

std::string_view sent_or_received(bool sent) {
  return sent ? "sent" : "received";
}

std::string none_or(const Row& row, std::string_view column) {
  return row.is_null(column) ? "None" : std::string(row.text(column));
}

void put_links(JsonWriter& json, const std::vector<std::string>& links) {
  json.key("links").array();
  for (const std::string& link : links) json.value(link);
  json.end();
}

// Columns of Messages' table under their own names, as far as ours keeps them apart; the rest stands in
// `others`.
Result<> write_sms(const CaseStore&, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  std::string_view text = row.is_null("text") ? row.text("attributed_text") : row.text("text");
  record.urls = row.list(links_column);
  for (std::string_view column : {"preview_original_url", "preview_url"})
    if (std::string url(row.text(column));
        !url.empty() && std::ranges::find(record.urls, url) == record.urls.end())
      record.urls.push_back(std::move(url));
  record.url_time = row.moment("date");
  json.object();
  row.put(json, "ROWID", "message_id");
  row.put(json, "guid", "guid");
  json.member("text", text);
  for (std::string_view key :
       {"subject", "service", "account", "is_from_me", "is_read", "is_spam", "item_type", "group_action_type",
        "group_title", "associated_message_guid", "associated_message_type", "balloon_bundle_id"})
    row.put(json, key, key);
  row.put(json, "phone_number", "handle");
  json.member("isodate", record.url_time);
  row.put_moment(json, "isodate_read", "date_read");
  json.member("direction", sent_or_received(row.integer("is_from_me").value_or(0) == 1));
  put_links(json, record.urls);
  row.put_members(json, "others");
  json.end();
  std::string words = fmt::format("{}: {} \"{}\" from {} ({})", none_or(row, "service"), none_or(row, "guid"),
                                  text, none_or(row, "handle"), none_or(row, "account"));
  record.event(record.url_time, "sms_received", words);
  record.event(row.moment("date_read"), "sms_read", words);
  return {};
}

Result<> write_attachment(const CaseStore&, const Row& row, Record& record) {
  JsonWriter& json = record.json;
  std::string_view direction = sent_or_received(row.text("direction") == "sent");
  json.object();
  for (std::string_view key : {"attachment_id", "guid", "uti", "mime_type", "transfer_state", "transfer_name",
                               "total_bytes", "is_sticker", "hide_attachment"})
    row.put(json, key, key);
  json.member("filename", row.is_null("filename") ? "NULL" : row.text("filename"));
  json.member("service", row.is_null("service") ? "Unknown" : row.text("service"));
  row.put(json, "phone_number", "handle");
  row.put_moment(json, "isodate", "created");
  row.put_moment(json, "start_date", "started");
  json.member("direction", direction).member("has_user_info", row.integer("has_user_info").value_or(0) == 1);
  row.put_members(json, "others");
  json.end();
  record.event(
      row.moment("created"), "sms_attachment",
      fmt::format("{}: Attachment '{}' {} from {} ({} bytes, is_sticker: {}, has_user_info: {})",
                  row.is_null("service") ? "Unknown" : row.text("service"), row.text("transfer_name"),
                  direction, none_or(row, "handle"), none_or(row, "total_bytes"), none_or(row, "is_sticker"),
                  none_or(row, "has_user_info")));
  return {};
}

}  // namespace

std::vector<Module> message_modules() {
  return {{"sms", "SMS", "ios_sms", "", write_sms},
          {"sms_attachments", "SMSAttachments", "ios_sms_attachments", "", write_attachment}};
}

}  // namespace bridle::mvt
