#include <fmt/format.h>

#include "findings/rule.h"

namespace bridle::rule_files::ios::shortcut_automation {

extern const Rule rule;

namespace {

// Automations that run without asking a shortcut which reaches the network. Triggers and actions of one file:
// both tables come from the same database.
constexpr std::string_view select_triggers =
    "SELECT t.id, coalesce(t.shortcut_name, ''), (SELECT group_concat(DISTINCT a.action) FROM ios_shortcuts "
    "a "
    "WHERE a.kind = 'action' AND a.shortcut_id = t.shortcut_id AND (a.action LIKE "
    "'is.workflow.actions.download%' "
    "OR a.action LIKE 'is.workflow.actions.runssh%' OR a.action LIKE 'is.workflow.actions.openurl%' OR "
    "a.action "
    "LIKE 'is.workflow.actions.getwebpage%' OR a.action LIKE 'is.workflow.actions.showwebpage%' OR a.action "
    "LIKE "
    "'is.workflow.actions.runjavascript%')) AS reaching FROM ios_shortcut_triggers t WHERE t.kind = "
    "'trigger' AND "
    "t.enabled <> 0 AND t.should_prompt = 0 ORDER BY t.id";

Result<std::vector<Finding>> raise(const CaseView& view) {
  if (!view.has_rows("ios_shortcut_triggers", {"kind", "enabled", "should_prompt", "shortcut_id"}) ||
      !view.has_rows("ios_shortcuts", {"kind", "shortcut_id", "action"}))
    return std::vector<Finding>{};
  auto select = TRY(view.store.database().prepare(select_triggers));
  std::vector<Finding> findings;
  while (TRY(select.step())) {
    if (select.text(2).empty()) continue;
    Finding finding = finding_of(rule);
    add_record(finding, "ios_shortcut_triggers", select.integer(0));
    finding.statement = fmt::format("An automation runs the shortcut \"{}\" without asking; it holds {}.",
                                    select.text(1), select.text(2));
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace

extern constinit const Rule rule{
    .id = "ios.shortcut_automation",
    .title = "Automation that reaches the network without asking",
    .looks_at =
        "automations of ios_shortcut_triggers that are on and do not ask, and whose shortcut loads or "
        "opens addresses or runs commands on other machines",
    .severity = Severity::medium,
    .confidence = Confidence::low,
    .means =
        "Citizen Lab (2021) found that Predator came back after each restart through an automation that ran "
        "when apps were opened.",
    .not_shown = "What is loaded, or that the automation ever ran: see its runs.",
    .innocent = "Many people automate their home, their car or their photos this way.",
    .check = "Ask the owner about the automation. Look at the addresses in its actions and at its runs.",
    .references =
        "https://citizenlab.ca/2021/12/"
        "pegasus-vs-predator-dissidents-doubly-infected-iphone-reveals-cytrox-mercenary-spyware/",
    .versions = "iOS 13 to 18",
    .raise = raise,
};

}  // namespace bridle::rule_files::ios::shortcut_automation
