#include <fmt/format.h>

#include "findings/ios_programs.h"
#include "findings/rule.h"

namespace bridle::rule_files::ios::process_uuid {

extern const Rule rule;

namespace {

Result<std::vector<Finding>> raise(const CaseView& view) {
  std::vector<Finding> findings;
  if (!view.has_rows("process", {"path", "uuid", "first_seen", "last_seen"})) return findings;
  auto& database = view.store.database();
  // An update brings another binary for good; two that take turns are something else.
  auto select = TRY(database.prepare(
      "SELECT a.path, a.uuid, b.uuid, a.id, b.id FROM process a JOIN process b ON b.path = a.path AND b.uuid "
      "> a.uuid WHERE a.uuid IS NOT NULL AND a.first_seen < b.last_seen AND b.first_seen < a.last_seen ORDER "
      "BY a.path, a.uuid, b.uuid"));
  auto sources = TRY(database.prepare(
      "SELECT source, first_record, first_seen FROM process_source WHERE process IN (?, ?) AND source LIKE "
      "'ios\\_%' ESCAPE '\\' ORDER BY first_seen, source, first_record"));
  while (TRY(select.step())) {
    if (place_of_program(select.text(0)) != ProgramPlace::system) continue;
    Finding finding = finding_of(rule);
    finding.statement =
        fmt::format("Two binaries (UUIDs {} and {}) ran in turns under the path \"{}\" of the sealed system.",
                    select.text(1), select.text(2), select.text(0));
    sources.bind_all(select.integer(3), select.integer(4));
    while (TRY(sources.step())) add_record(finding, sources.text(0), sources.integer(1), time_at(sources, 2));
    if (!finding.records.empty()) findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace

extern constinit const Rule rule{
    .id = "ios.process_uuid",
    .title = "One path of the system, two binaries in turns",
    .looks_at =
        "paths of programs below the sealed places of iOS that the sources (table process) name with two "
        "UUIDs, where each was seen before the other was seen last",
    .severity = Severity::medium,
    .confidence = Confidence::low,
    .means =
        "A program of the sealed system is the same file, with the same UUID, until an update replaces it "
        "for good. A binary that comes and goes was put in its place.",
    .not_shown = "Which of the binaries is Apple's: there is no list of the binaries of each build here.",
    .innocent =
        "Test versions of iOS that were left again, records of another phone carried over by a restore, a "
        "clock that was set back, and programs that have a binary for each kind of processor.",
    .check =
        "Order the records by time, and lay the versions of iOS beside them. Compare the UUIDs with the same "
        "build on another phone.",
    .references = "https://securelist.com/shutdown-log-lightweight-ios-malware-detection-method/111734/",
    .versions = "iOS 10 to 26",
    .raise = raise,
};

}  // namespace bridle::rule_files::ios::process_uuid
