#include "findings/rule.h"

namespace bridle::rule_files::ios::lockdown_mode {

extern const Rule rule;

namespace {

Result<std::vector<Finding>> raise(const CaseView& view) {
  if (!view.has_rows("ios_global_preferences", {"lockdown_mode"})) return std::vector<Finding>{};
  auto select = TRY(view.store.database().prepare(
      "SELECT id, lockdown_mode FROM ios_global_preferences WHERE lockdown_mode IS NOT NULL ORDER BY id"));
  std::vector<Finding> findings;
  while (TRY(select.step())) {
    Finding finding = finding_of(rule);
    finding.statement = select.integer(1) != 0 ? "Lockdown Mode was on when the data was taken."
                                               : "Lockdown Mode was off when the data was taken.";
    add_record(finding, "ios_global_preferences", select.integer(0));
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace

extern constinit const Rule rule{
    .id = "ios.lockdown_mode",
    .title = "Lockdown Mode",
    .looks_at = "the setting LDMGlobalEnabled in ios_global_preferences",
    .severity = Severity::informational,
    .confidence = Confidence::high,
    .means =
        "Lockdown Mode closes many ways that mercenary spyware has used. Whether it was on helps to weigh "
        "everything else: Citizen Lab saw "
        "it warn of and stop PWNYOURHOME (2023).",
    .not_shown = "Since when it was so. With Lockdown Mode on, an earlier or later attack remains possible.",
    .innocent = "Nearly everyone has it off. Whoever switches it on is careful, or was warned.",
    .check =
        "On the phone: Settings, Privacy & Security, Lockdown Mode. Ask the owner when and why it was "
        "switched.",
    .references =
        "https://support.apple.com/en-us/105120\n"
        "https://citizenlab.ca/2023/04/nso-groups-pegasus-spyware-returns-in-2022/",
    .versions = "iOS 16 to 18",
    .raise = raise,
};

}  // namespace bridle::rule_files::ios::lockdown_mode
