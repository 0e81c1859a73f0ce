#include "findings/selected.h"

namespace bridle::rule_files::ios::crash_reporter_plist {

extern const Rule rule;

namespace {

constexpr NeededTable needs[] = {{"ios_filesystem", {"path", "modified"}}};
constexpr Selection selections[] = {
    {.needs = needs,
     .sql = "SELECT 'ios_filesystem', id, path, modified FROM ios_filesystem WHERE path = "
            "'/private/var/root/Library/Preferences/com.apple.CrashReporter.plist' ORDER BY id",
     .one = "The phone has the file {1}, which can switch the reporting of crashes off.",
     .many = "The phone has the files {1}, which can switch the reporting of crashes off."},
};

Result<std::vector<Finding>> raise(const CaseView& view) {
  return raise_selected(rule, view, selections);
}

}  // namespace

extern constinit const Rule rule{
    .id = "ios.crash_reporter_plist",
    .title = "Setting that keeps crashes from being reported",
    .looks_at = "com.apple.CrashReporter.plist below /private/var/root/Library/Preferences in ios_filesystem",
    .severity = Severity::high,
    .confidence = Confidence::medium,
    .means =
        "Amnesty (2021) found that Pegasus wrote this file to keep its own crashes from being reported. It "
        "is absent "
        "from three ordinary phones that were compared.",
    .not_shown = "Who wrote the file, or what it holds: its content is for the examiner to read.",
    .innocent =
        "Developers and Apple's support can set the way crashes are reported; some builds may write it "
        "themselves.",
    .check =
        "Read the file, and compare its time with gaps in ios_crash_reports while ios_biome_crashes or "
        "unified logs "
        "show crashes.",
    .references =
        "https://www.amnesty.org/en/latest/research/2021/07/"
        "forensic-methodology-report-how-to-catch-nso-groups-pegasus/",
    .versions = "iOS 12 to 26",
    .raise = raise,
};

}  // namespace bridle::rule_files::ios::crash_reporter_plist
