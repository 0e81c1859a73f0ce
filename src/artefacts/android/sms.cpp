#include <fmt/format.h>
#include <simdjson.h>

#include "base/text.h"
#include "evidence/input.h"
#include "formats/inflate.h"
#include "formats/json_list.h"
#include "records/artefact.h"

namespace bridle::android::sms {
namespace {

struct Row {
  std::string_view kind;
  std::optional<Time> date;
  std::optional<Time> date_sent;
  std::optional<Handle> address;
  std::optional<std::string_view> recipients;
  std::optional<Phone> own_number;
  std::string_view direction;
  std::optional<std::int64_t> box;
  std::optional<Prose> body;
  std::optional<Prose> subject;
  std::optional<Url> content_location;
  std::optional<std::string_view> attachments;
  std::optional<bool> is_read;
  Relation relation;
  std::string_view stored;
};

constexpr std::array columns{
    column<&Row::kind>("sms or mms."),
    column<&Row::date>("When the phone received or sent it, UTC by its clock, 1 ms steps (MMS: 1 s).")
        .event("message"),
    column<&Row::date_sent>("When the sender's centre sent it, by that one's clock; NULL for 0."),
    column<&Row::address>("The other side: sender of a received message, first recipient of a sent one."),
    column<&Row::recipients>("All recipients, for messages to several."),
    column<&Row::own_number>("Number of the SIM card."),
    column<&Row::direction>("received, sent, or other (draft, waiting, failed), by its box."),
    column<&Row::box>("Type or box as stored: 1 inbox, 2 sent, 3 draft, 4 outbox, 5 failed, 6 queued."),
    column<&Row::body>("Its text."),
    column<&Row::subject>("Its subject."),
    column<&Row::content_location>("Where an MMS is fetched from."),
    column<&Row::attachments>("Names and types of its parts."),
    column<&Row::is_read>("Whether it was read."),
    column<&Row::relation>("received or sent, for the links in it."),
    column<&Row::stored>("All members as stored."),
};
constexpr TableSchema schema = table<Row>("android_sms", "One row per SMS and MMS of a backup.", columns);

constexpr std::string_view paths[] = {"android_backup/apps/com.android.providers.telephony/d_f/*_sms_backup",
                                      "android_backup/apps/com.android.providers.telephony/d_f/*_mms_backup"};

using Element = simdjson::dom::element;

std::optional<std::string_view> text_of(Element element, const char* key) {
  std::string_view text;
  if (element[key].get(text) != simdjson::SUCCESS) return std::nullopt;
  return text;
}

// Nearly all values are texts, numbers too.
std::optional<std::int64_t> number_of(Element element, const char* key) {
  if (auto value = json_integer(element, key)) return value;
  auto text = text_of(element, key);
  auto number = parse_integer(text.value_or(""));
  return number ? std::optional(*number) : std::nullopt;
}

std::optional<Time> time_of(Element element, const char* key, bool seconds) {
  auto value = number_of(element, key);
  if (!value || *value == 0) return std::nullopt;
  return time_or_nothing(seconds ? time_from_unix_seconds(*value) : time_from_unix_ms(*value));
}

std::string joined_texts(Element element, const char* key) {
  std::string all;
  simdjson::dom::array list;
  std::string_view text;
  if (element[key].get(list) != simdjson::SUCCESS) return all;
  for (Element one : list)
    if (one.get(text) == simdjson::SUCCESS) all += (all.empty() ? "" : " ") + std::string(text);
  return all;
}

// Types of addresses: 137 from, 151 to, 130 copy, 129 blind copy. Source: AOSP PduHeaders.
std::optional<std::string_view> mms_address(Element message, std::int64_t wanted) {
  simdjson::dom::array list;
  if (message["mms_addresses"].get(list) != simdjson::SUCCESS) return std::nullopt;
  for (Element one : list) {
    auto address = text_of(one, "address");
    // What the phone writes when it does not know the sender.
    if (number_of(one, "type") == wanted && address && !address->contains("UNKNOWN_SENDER") &&
        *address != "insert-address-token")
      return address;
  }
  return std::nullopt;
}

void add(Rows<Row>& out, const Locator& where, Element message, bool is_mms) {
  simdjson::dom::object members;
  if (message.get(members) != simdjson::SUCCESS)
    return out.skip(where, {Fault::malformed, "a message that is no object"});
  std::string stored = simdjson::minify(message), recipients = joined_texts(message, "recipients"), parts;
  Row row{.kind = is_mms ? "mms" : "sms",
          .date = time_of(message, "date", is_mms),
          .date_sent = time_of(message, "date_sent", is_mms),
          .box = number_of(message, is_mms ? "msg_box" : "type"),
          .stored = stored};
  row.direction = row.box == 1 ? "received" : row.box == 2 ? "sent" : "other";
  row.relation = row.box == 1 ? Relation::received : row.box == 2 ? Relation::sent : Relation::mentioned;
  auto address = is_mms ? mms_address(message, row.box == 1 ? 137 : 151) : text_of(message, "address");
  if (!address && !recipients.empty()) address = std::string_view(recipients).substr(0, recipients.find(' '));
  if (address) row.address = Handle{*address};
  if (!recipients.empty()) row.recipients = recipients;
  if (auto own = text_of(message, "self_phone")) row.own_number = Phone{*own};
  if (auto body = text_of(message, is_mms ? "mms_body" : "body")) row.body = Prose{*body};
  for (const char* key : {"subject", "sub"})
    if (auto subject = text_of(message, key)) row.subject = Prose{*subject};
  if (auto location = text_of(message, "ct_l")) row.content_location = Url{*location};
  if (auto read = number_of(message, "read")) row.is_read = *read != 0;
  simdjson::dom::array attachments;
  if (message["attachments"].get(attachments) == simdjson::SUCCESS)
    for (Element part : attachments)
      parts += fmt::format("{}{} ({})", parts.empty() ? "" : ", ", text_of(part, "filename").value_or(""),
                           text_of(part, "mime_type").value_or(""));
  if (!parts.empty()) row.attachments = parts;
  out.add(where, row);
}

Result<> extract(Input& in, Rows<Row>& out) {
  bool is_mms = in.entry().path.ends_with("_mms_backup");
  Bytes bytes = TRY(in.bytes());
  std::string inflated;
  std::string_view text = as_text(bytes);
  if (!trim(text).starts_with('[')) {
    Inflated content = TRY(inflate_zlib(bytes, in.limits().contiguous_bytes));
    if (content.cut_off) in.note("the compressed file ends too early: what stands before was read");
    inflated = std::move(content.bytes);
    text = inflated;
  }
  return each_json_element(
      text, {"the file of messages", "file", "a message"},
      {.element = [&](std::size_t index,
                      Element value) { add(out, at_key(fmt::format("[{}]", index)), value, is_mms); },
       .skip = [&](std::size_t index,
                   const Error& why) { out.skip(at_key(fmt::format("[{}]", index)), why); }});
}

}  // namespace

extern constinit const Artefact artefact{
    .id = "android.sms",
    .title = "Text messages",
    .source = "SMS and MMS backup of Android 8 to 16 (TelephonyBackupAgent); android-artifacts.md 2.18, 3.2",
    .platform = Platform::android,
    .question = Question::messages,
    .presence = Presence::usual,
    .paths = paths,
    .table = &schema,
    .row_type = row_of<&extract>,
    .extract = typed<&extract>,
};

}  // namespace bridle::android::sms
