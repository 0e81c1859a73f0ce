#include <fmt/format.h>

#include "findings/ios_programs.h"
#include "findings/rule.h"

namespace bridle::rule_files::ios::process_look_alike {

extern const Rule rule;

namespace {

Result<std::vector<Finding>> raise(const CaseView& view) {
  if (!view.has_rows("process", {"name", "path"})) return std::vector<Finding>{};
  auto select = TRY(view.store.database().prepare(
      "SELECT p.name, p.path, s.source, s.first_record, s.first_seen FROM process p JOIN process_source s ON "
      "s.process = p.id WHERE p.name IS NOT NULL AND s.source LIKE 'ios\\_%' ESCAPE '\\' ORDER BY p.name, "
      "s.source, s.first_record"));
  std::vector<Finding> findings;
  std::string name;
  std::string_view resembled;
  while (TRY(select.step())) {
    // What an app brings along may be called as it likes.
    if (place_of_program(select.text(1)) == ProgramPlace::app) continue;
    if (name != select.text(0)) {
      name = select.text(0);
      resembled = name_that_it_resembles(name);
      if (!resembled.empty()) {
        findings.push_back(finding_of(rule));
        findings.back().statement =
            fmt::format("A program called \"{}\" ran; its name is that of \"{}\" of iOS but for {}.", name,
                        resembled, name.size() == resembled.size() ? "a letter or two" : "its length");
      }
    }
    if (!resembled.empty())
      add_record(findings.back(), select.text(2), select.integer(3), time_at(select, 4));
  }
  return findings;
}

}  // namespace

extern constinit const Rule rule{
    .id = "ios.process_look_alike",
    .title = "Program whose name resembles one of iOS",
    .looks_at =
        "names of programs that any source saw running (table process), apps aside: one letter away from a "
        "name of iOS that Bridle knows, two from ten letters on",
    .severity = Severity::medium,
    .confidence = Confidence::low,
    .means =
        "Pegasus named its programs so that they pass for those of the system: msgacntd, roleaboutd, "
        "stagingd, fservernetd (Amnesty 2021).",
    .not_shown =
        "That the program is not Apple's: the list of names that Bridle knows is no list of any build.",
    .innocent = "Apple names programs alike, and newer systems bring names that are not on the list yet.",
    .check =
        "Look for the name on another phone with the same build of iOS, and for its path in the list of "
        "files and in crash records.",
    .references =
        "https://www.amnesty.org/en/latest/research/2021/07/"
        "forensic-methodology-report-how-to-catch-nso-groups-pegasus/",
    .versions = "iOS 12 to 18: the versions of the known names",
    .raise = raise,
};

}  // namespace bridle::rule_files::ios::process_look_alike
