#include <fmt/format.h>

#include <map>

#include "findings/ios_programs.h"
#include "findings/rule.h"
#include "indicators/stock_names.h"

namespace bridle::rule_files::ios::process_place {

extern const Rule rule;

namespace {

// A path without its last component.
std::string_view folder_of(std::string_view path) {
  return path.substr(0, path.rfind('/'));
}

Result<std::vector<Finding>> raise(const CaseView& view) {
  if (!view.has_rows("process", {"name", "path"})) return std::vector<Finding>{};
  // The shutdown log has a rule of its own.
  auto select = TRY(view.store.database().prepare(
      "SELECT p.path, p.name, s.source, s.first_record, s.first_seen FROM process p JOIN process_source s ON "
      "s.process = p.id WHERE p.path IS NOT NULL AND s.source LIKE 'ios\\_%' ESCAPE '\\' AND s.source <> "
      "'ios_shutdown_log' ORDER BY p.path, s.source, s.first_record"));
  std::vector<Finding> findings;
  std::string path;
  while (TRY(select.step())) {
    ProgramPlace place = place_of_program(select.text(0));
    if (place == ProgramPlace::system || place == ProgramPlace::app) continue;
    if (findings.empty() || path != select.text(0)) {
      path = select.text(0);
      Finding& finding = findings.emplace_back(finding_of(rule));
      bool stock = stock_name_of(select.text(1)) != nullptr;
      if (place == ProgramPlace::grave || stock) finding.severity = Severity::high;
      finding.statement = fmt::format("The program \"{}\" ran from {}, which is no place of programs.",
                                      select.text(1), folder_of(path).empty() ? "/" : folder_of(path));
      if (stock) finding.statement += " iOS has a program of that name elsewhere.";
    }
    add_record(findings.back(), select.text(2), select.integer(3), time_at(select, 4));
  }
  return findings;
}

}  // namespace

extern constinit const Rule rule{
    .id = "ios.process_place",
    .title = "Program that ran from an unusual place",
    .looks_at =
        "paths of programs that any source saw running (table process), the shutdown log aside: outside the "
        "sealed system, mounted updates and the bundles of apps; high below /private/var/db and the folders "
        "tmp, and where iOS has a program of that name elsewhere; else medium",
    .severity = Severity::medium,
    .confidence = Confidence::medium,
    .means =
        "iOS starts programs from the sealed system and from the bundles of installed apps. Pegasus, Reign, "
        "Predator and the implant of Operation Triangulation ran from folders that can be written to "
        "(Amnesty 2021, Kaspersky 2023 and 2024).",
    .not_shown = "What the program was, who put it there, or that it still is there.",
    .innocent =
        "Updates of iOS run helpers from /private/var/db/com.apple.xpc.roleaccountd.staging; jailbreaks, "
        "developers' tools and simulators run programs from elsewhere.",
    .check =
        "Look for the path in the list of files and in every other source of the table process; compare the "
        "times with updates of the system and with messages of the same hour.",
    .references =
        "https://securelist.com/shutdown-log-lightweight-ios-malware-detection-method/111734/\n"
        "https://www.amnesty.org/en/latest/research/2021/07/"
        "forensic-methodology-report-how-to-catch-nso-groups-pegasus/",
    .versions = "iOS 8 to 26",
    .raise = raise,
};

}  // namespace bridle::rule_files::ios::process_place
