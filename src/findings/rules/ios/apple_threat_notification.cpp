#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "findings/rule.h"

namespace bridle::rule_files::ios::apple_threat_notification {

extern const Rule rule;

namespace {

// What Apple's messages began with in 2021 and since 2024. Other languages are not published in full.
constexpr std::string_view openings[] = {
    "alert: state-sponsored attackers may be targeting your iphone",
    "alert: apple detected a targeted mercenary spyware attack against your iphone"};

bool is_notification(std::string_view text) {
  text = trim(text.substr(0, 400));
  return std::ranges::any_of(openings, [&](std::string_view opening) {
    return text.size() >= opening.size() && std::ranges::equal(text.substr(0, opening.size()), opening, {},
                                                               [](char c) { return to_lower_ascii(c); });
  });
}

Result<std::vector<Finding>> raise(const CaseView& view) {
  if (!view.has_rows("ios_sms", {"text", "attributed_text", "handle", "date", "is_from_me"}))
    return std::vector<Finding>{};
  auto select =
      TRY(view.store.database().prepare("SELECT id, text, attributed_text, handle, date FROM ios_sms WHERE "
                                        "coalesce(is_from_me, 0) = 0 ORDER BY id"));
  Finding finding = finding_of(rule);
  std::vector<std::string> senders;
  while (TRY(select.step())) {
    if (!is_notification(select.text(1)) && !is_notification(select.text(2))) continue;
    add_record(finding, "ios_sms", select.integer(0), time_at(select, 4));
    std::string sender = select.text(3).empty() ? "an unnamed sender" : fmt::format("\"{}\"", select.text(3));
    if (std::ranges::find(senders, sender) == senders.end()) senders.push_back(std::move(sender));
  }
  if (finding.records.empty()) return std::vector<Finding>{};
  finding.statement =
      fmt::format("{} with the words of Apple's threat notification arrived from {}.",
                  finding.records.size() == 1 ? std::string("A message")
                                              : fmt::format("{} messages", finding.records.size()),
                  listed(senders));
  return std::vector{std::move(finding)};
}

}  // namespace

extern constinit const Rule rule{
    .id = "ios.apple_threat_notification",
    .title = "A message with the words of Apple's threat notification",
    .looks_at =
        "received messages in ios_sms that begin as Apple's notifications of 2021 and since 2024 do, in "
        "English",
    .severity = Severity::medium,
    .confidence = Confidence::low,
    .means =
        "Apple warns people whom it believes to be targets of mercenary spyware, by message, by e-mail and "
        "on the page of their account. "
        "Such a warning is a strong reason for an examination, whatever else is found.",
    .not_shown =
        "That the message is Apple's, and that an attack came through. Apple does not say what it saw. "
        "Warnings in other languages are "
        "not recognised here.",
    .innocent = "Anyone can type or copy these words: pranks, phishing, and forwarded warnings of others.",
    .check =
        "Sign in at account.apple.com by typing the address: a real notification stands at the top of the "
        "page. Follow no link in "
        "the message: Apple's notifications never ask to open links or files, to install anything or to give "
        "a password.",
    .references = "https://support.apple.com/en-us/102174",
    .versions = "all versions with Messages; notifications since November 2021",
    .raise = raise,
};

}  // namespace bridle::rule_files::ios::apple_threat_notification
