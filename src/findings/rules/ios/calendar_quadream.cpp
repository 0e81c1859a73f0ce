#include <fmt/format.h>

#include "findings/rule.h"

namespace bridle::rule_files::ios::calendar_quadream {

extern const Rule rule;

namespace {

constexpr std::string_view table = "ios_calendar";
// An invitation may be entered after the fact; one for a day long past is the pattern.
constexpr std::int64_t much_later = 86'400'000'000'000;

void conclude(Finding& finding, std::string_view what, std::vector<Finding>& findings) {
  if (finding.records.empty()) return;
  bool one = finding.records.size() == 1;
  finding.statement =
      fmt::format("{} {} the title \"Meeting\" and the notes \"Notes\"{}.", finding.records.size(),
                  one ? "calendar entry has" : "calendar entries have", what);
  findings.push_back(std::move(finding));
}

Result<std::vector<Finding>> raise(const CaseView& view) {
  if (!view.has_rows(table, {"summary", "description", "organizer_id", "start_date", "creation_date",
                             "participant_email"}))
    return std::vector<Finding>{};
  auto select = TRY(
      view.store.database().prepare("SELECT id, organizer_id, start_date, creation_date, participant_email "
                                    "FROM ios_calendar WHERE summary = 'Meeting' AND description = 'Notes' "
                                    "ORDER BY id"));
  Finding strong = finding_of(rule), weak = finding_of(rule);
  weak.severity = Severity::low;
  while (TRY(select.step())) {
    auto start = time_at(select, 2), created = time_at(select, 3);
    bool invited = select.integer(1) > 0 || !select.text(4).empty();
    // Compared by addition on the safe side: moments reach from 1677 to 2262.
    bool backdated = start && created && created->nanoseconds > start->nanoseconds &&
                     start->nanoseconds < created->nanoseconds - much_later;
    add_record(invited || backdated ? strong : weak, table, select.integer(0), created ? created : start);
  }
  std::vector<Finding> findings;
  conclude(strong, ", with an organiser or made more than a day after the date itself", findings);
  conclude(weak, "", findings);
  return findings;
}

}  // namespace

extern constinit const Rule rule{
    .id = "ios.calendar_quadream",
    .title = "Calendar entry like the invitations of QuaDream",
    .looks_at =
        "entries of ios_calendar with exactly the title \"Meeting\" and the notes \"Notes\"; graver when "
        "they have an organiser or were made "
        "more than a day after they begin",
    .severity = Severity::medium,
    .confidence = Confidence::low,
    .means =
        "Citizen Lab (2023) found that QuaDream's attack on iOS 14 used invisible calendar invitations for "
        "days in the past, which the phone "
        "took without asking.",
    .not_shown = "That the entry is an invitation of an attacker. The two words are common.",
    .innocent = "Anyone may write \"Meeting\" and \"Notes\", and calendars are filled in afterwards.",
    .check =
        "Ask the owner about the entry. Look at its organiser, at entries that overlap it, and at the raw "
        "invitation (external_rep) for markup.",
    .references = "https://citizenlab.ca/2023/04/spyware-vendor-quadream-exploits-victims-customers/",
    .versions = "iOS 14; the entry survives in later versions",
    .raise = raise,
};

}  // namespace bridle::rule_files::ios::calendar_quadream
