#include <array>

#include "findings/selected.h"

namespace bridle::rule_files::ios::backup_agent {

extern const Rule rule;

namespace {

constexpr NeededTable needs[] = {{"process", {"id", "name"}},
                                 {"process_source", {"process", "source", "first_record", "first_seen"}}};
constexpr Selection selections[] = {
    {.needs = needs,
     .sql = "SELECT s.source, s.first_record, p.name || ' (' || s.source || ')', s.first_seen FROM process p "
            "JOIN process_source s ON s.process = p.id WHERE p.name = 'BackupAgent' AND s.source LIKE "
            "'ios\\_%' ESCAPE '\\' ORDER BY s.source, s.first_record",
     .one = "A source names the process BackupAgent, which today's iOS does not use: {1}.",
     .many = "{0} sources name the process BackupAgent, which today's iOS does not use: {1}."}};

Result<std::vector<Finding>> raise(const CaseView& view) {
  return raise_selected(rule, view, selections);
}

}  // namespace

extern constinit const Rule rule{
    .id = "ios.backup_agent",
    .title = "The process BackupAgent was active",
    .looks_at =
        "programs of exactly the name BackupAgent in any source (table process); BackupAgent2 is "
        "another, and ordinary",
    .severity = Severity::high,
    .confidence = Confidence::medium,
    .means =
        "The implant of Operation Triangulation ran under this name, which iOS gave up for BackupAgent2; "
        "Kaspersky "
        "(2023) counts its traffic as an exact trace of the implant.",
    .not_shown = "What ran under that name.",
    .innocent =
        "Very old systems had a program of this name, and restores carry records from phone to phone.",
    .check = "Look at the times and counters of the records, and at messages of the minutes before.",
    .references = "https://securelist.com/find-the-triangulation-utility/109867/",
    .versions = "iOS 9 to 18",
    .raise = raise,
};

}  // namespace bridle::rule_files::ios::backup_agent
