#include "findings/rule.h"

namespace bridle::rule_files::ios::passcode_not_set {

extern const Rule rule;

namespace {

Result<std::vector<Finding>> raise(const CaseView& view) {
  if (TRY(view.store.database().number(
          "SELECT count(*) FROM device WHERE key = 'passcode_set' AND value = 'no'")) == 0)
    return std::vector<Finding>{};
  Finding finding = finding_of(rule);
  finding.statement = "The phone had no passcode when the backup was made.";
  return std::vector{std::move(finding)};
}

}  // namespace

extern constinit const Rule rule{
    .id = "ios.passcode_not_set",
    .title = "No passcode",
    .looks_at = "the description of the device: WasPasscodeSet in the backup's Manifest.plist",
    .severity = Severity::informational,
    .confidence = Confidence::high,
    .means =
        "Without a passcode, whoever holds the phone can open it, install profiles and pair it with a "
        "computer, and its content is hardly "
        "protected.",
    .not_shown = "That anyone did so, and whether a passcode was set before or after.",
    .innocent = "Some people set none; some take it off for an examination or a repair.",
    .check = "Ask the owner since when the phone had no passcode, and who had it in hands.",
    .references = "https://support.apple.com/guide/security/passcodes-and-passwords-sec20230a10d/web",
    .versions = "all versions whose backups say it",
    .raise = raise,
};

}  // namespace bridle::rule_files::ios::passcode_not_set
