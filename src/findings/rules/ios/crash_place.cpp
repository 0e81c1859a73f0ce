#include <fmt/format.h>

#include <map>

#include "findings/ios_programs.h"
#include "findings/rule.h"

namespace bridle::rule_files::ios::crash_place {

extern const Rule rule;

namespace {

constexpr std::string_view table = "ios_crash_reports";

// The programs that such reports are of are for ios.process_place, which looks at every source.
Result<std::vector<Finding>> raise(const CaseView& view) {
  if (!view.has_rows(table, {"kind", "image", "process", "time"})) return std::vector<Finding>{};
  auto select =
      TRY(view.store.database().prepare("SELECT id, image, time, coalesce(process, '?') FROM "
                                        "ios_crash_reports WHERE kind = 'image' AND image LIKE '/%' "
                                        "ORDER BY id"));
  std::map<std::string, Finding> by_path;
  while (TRY(select.step())) {
    std::string path(select.text(1));
    ProgramPlace place = place_of_program(path);
    if (place == ProgramPlace::system || place == ProgramPlace::app) continue;
    auto [group, fresh] = by_path.try_emplace(path);
    if (fresh) {
      group->second = finding_of(rule);
      if (place != ProgramPlace::grave) group->second.severity = Severity::medium;
      group->second.statement = fmt::format(
          "The code \"{}\", outside the places of programs, was in the memory of \"{}\", which a report of a "
          "crash is of.",
          path, select.text(3));
    }
    add_record(group->second, table, select.integer(0), time_at(select, 2));
  }
  std::vector<Finding> findings;
  for (auto& [path, finding] : by_path) findings.push_back(std::move(finding));
  return findings;
}

}  // namespace

extern constinit const Rule rule{
    .id = "ios.crash_place",
    .title = "Code in an unusual place in a report of a crash",
    .looks_at =
        "images in ios_crash_reports outside the sealed system and the bundles of apps; high below "
        "/private/var/db and the folders tmp, else medium; one finding for each path",
    .severity = Severity::high,
    .confidence = Confidence::medium,
    .means =
        "Programs of iOS and of apps load code from sealed places only. Pegasus, Predator and others ran "
        "from "
        "/private/var/db and /private/var/tmp; a report of a crash names all code in the memory of its "
        "process.",
    .not_shown = "What the code is, or who put it there.",
    .innocent = "Jailbreaks, tools of developers and a system update in progress load code from elsewhere.",
    .check =
        "Look for the path in the list of files, in shutdown logs and in other reports; compare the UUID "
        "with that of "
        "known programs.",
    .references =
        "https://www.amnesty.org/en/latest/research/2021/07/"
        "forensic-methodology-report-how-to-catch-nso-groups-pegasus/\n"
        "https://securelist.com/shutdown-log-lightweight-ios-malware-detection-method/111734/",
    .versions = "iOS 9 to 26",
    .raise = raise,
};

}  // namespace bridle::rule_files::ios::crash_place
