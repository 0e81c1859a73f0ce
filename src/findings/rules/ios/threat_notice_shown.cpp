#include "findings/selected.h"

namespace bridle::rule_files::ios::threat_notice_shown {

extern const Rule rule;

namespace {

constexpr NeededTable needs[] = {{"ios_notifications", {"owner", "title", "message", "time"}}};
constexpr Selection selections[] = {
    {.needs = needs,
     .sql = "SELECT 'ios_notifications', id, '\"' || owner || '\"', time FROM ios_notifications WHERE "
            "coalesce(title, '') || ' ' || coalesce(message, '') LIKE '%ALERT: State-sponsored attackers may "
            "be targeting "
            "your iPhone%' OR coalesce(title, '') || ' ' || coalesce(message, '') LIKE '%ALERT: Apple "
            "detected a targeted "
            "mercenary spyware attack%' ORDER BY time, id",
     .one = "A notification with the words of Apple's threat notification was shown, from {1}.",
     .many = "Notifications with the words of Apple's threat notification were shown, from {1}."},
};

Result<std::vector<Finding>> raise(const CaseView& view) {
  return raise_selected(rule, view, selections);
}

}  // namespace

extern constinit const Rule rule{
    .id = "ios.threat_notice_shown",
    .title = "A notification with the words of Apple's threat notification",
    .looks_at =
        "titles and texts in ios_notifications with the words of Apple's notifications of 2021 and since "
        "2024, in "
        "English",
    .severity = Severity::medium,
    .confidence = Confidence::low,
    .means =
        "Apple warns people whom it believes to be targets of mercenary spyware, by message and by e-mail; "
        "the "
        "notification of either stays when the message is deleted.",
    .not_shown =
        "That the message is Apple's, and that an attack came through. Warnings in other languages are not "
        "recognised here.",
    .innocent = "Anyone can write these words: pranks, phishing, news and forwarded warnings of others.",
    .check =
        "Sign in at account.apple.com by typing the address: a real notification stands at the top of the "
        "page. Follow "
        "no link in the message.",
    .references = "https://support.apple.com/en-us/102174",
    .versions = "iOS 12 to 18",
    .raise = raise,
};

}  // namespace bridle::rule_files::ios::threat_notice_shown
