#include <fmt/format.h>

#include "findings/rule.h"

namespace bridle::rule_files::ios::whatsapp_deleted {

extern const Rule rule;

namespace {

// Groups count one or two events that WhatsApp does not store, on phones where nobody deleted anything.
constexpr std::int64_t usual_difference = 2;

Result<std::vector<Finding>> raise(const CaseView& view) {
  constexpr std::string_view table = "ios_whatsapp_chats";
  if (!view.has_rows(
          table, {"state", "missing_messages", "last_message", "last_stored", "partner_name", "contact_jid"}))
    return std::vector<Finding>{};
  auto select = TRY(view.store.database().prepare(
      "SELECT id, missing_messages, last_message, coalesce(nullif(partner_name, ''), contact_jid, 'without a "
      "name'), last_message - last_stored > "
      "1000000000 FROM ios_whatsapp_chats WHERE coalesce(state, '') <> 'main' AND (missing_messages > ? OR "
      "last_message - last_stored > 1000000000) "
      "ORDER BY id"));
  select.bind(1, usual_difference);
  Finding finding = finding_of(rule);
  std::vector<std::string> chats;
  while (TRY(select.step())) {
    add_record(finding, table, select.integer(0), time_at(select, 2));
    std::string chat = fmt::format("\"{}\"", select.text(3));
    if (select.integer(1) > 0) chat += fmt::format(" ({} missing)", select.integer(1));
    if (select.integer(4) != 0) chat += " (its last message is gone)";
    chats.push_back(std::move(chat));
  }
  if (chats.empty()) return std::vector<Finding>{};
  finding.statement =
      fmt::format("{} WhatsApp {} fewer messages than were counted or dated: {}.", chats.size(),
                  chats.size() == 1 ? "chat holds" : "chats hold", listed(chats));
  return std::vector{std::move(finding)};
}

}  // namespace

extern constinit const Rule rule{
    .id = "ios.whatsapp_deleted",
    .title = "WhatsApp chats with messages that are gone",
    .looks_at =
        "chats in ios_whatsapp_chats whose counter exceeds the stored messages by more than two, or whose "
        "last message is dated later than "
        "the last stored one; one finding for all",
    .severity = Severity::informational,
    .confidence = Confidence::low,
    .means =
        "What an examiner reads in such a chat is not all that was said in it. A message that carried an "
        "attack may be among what is gone.",
    .not_shown = "Who deleted messages, when, why, or what they said.",
    .innocent =
        "Owners delete messages and clear chats, disappearing messages are meant to go, and the counter "
        "includes events that are never stored.",
    .check =
        "Ask the owner about the chats. Compare the counter with the messages in ChatStorage.sqlite; the "
        "other side of the chat may have them.",
    .references = "https://docs.mvt.re/en/latest/ios/records/",
    .versions = "WhatsApp 2.19 to 2.25",
    .raise = raise,
};

}  // namespace bridle::rule_files::ios::whatsapp_deleted
