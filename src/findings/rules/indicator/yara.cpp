#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "findings/levels.h"
#include "findings/rule.h"

namespace bridle::rule_files::indicator::yara {

extern const Rule rule;

namespace {

struct Met {
  std::vector<std::string> files;  // in the order of the records, each once
  std::string description, first;
  std::int64_t places = 0;
  std::vector<std::int64_t> records;
};

std::string place_of(const Statement& row) {
  std::string text = fmt::format("\"{}\"", row.text(4));
  if (!row.is_null(5)) text += fmt::format(", in its member \"{}\"", row.text(5));
  return text;
}

Result<std::vector<Finding>> raise(const CaseView& view) {
  std::vector<Finding> findings;
  if (!view.has_rows("any_yara_match", {"rule", "rule_file", "file", "further"})) return findings;
  auto row = TRY(view.store.database().prepare(
      "SELECT id, rule, rule_file, description, file, member, further FROM any_yara_match ORDER BY id"));
  std::map<std::pair<std::string, std::string>, Met> all;
  while (TRY(row.step())) {
    Met& met = all[{std::string(row.text(2)), std::string(row.text(1))}];
    std::string place = place_of(row);
    if (std::ranges::find(met.files, place) == met.files.end()) met.files.push_back(std::move(place));
    if (!row.is_null(3)) met.description = row.text(3);
    met.places += 1 + row.integer(6);
    met.records.push_back(row.integer(0));
  }
  Level level = level_of({.relation = Relation::on_disk, .grade = "pattern"});
  for (const auto& [name, met] : all) {
    Finding finding = finding_of(rule);
    finding.severity = level.severity;
    finding.confidence = level.confidence;
    finding.relation = Relation::on_disk;
    finding.statement = fmt::format("The YARA rule \"{}\" of {} fits {} {}, in {} {}: {}.", name.second,
                                    name.first, met.files.size(), met.files.size() == 1 ? "file" : "files",
                                    met.places, met.places == 1 ? "place" : "places", listed(met.files));
    if (!met.description.empty())
      finding.statement += fmt::format(" The rule describes itself as: {}", met.description);
    finding.identity = name.first + "\n" + name.second;
    for (std::int64_t record : met.records) add_record(finding, "any_yara_match", record);
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace

extern constinit const Rule rule{
    .id = "indicator.yara",
    .title = "A YARA rule fits a file",
    .looks_at = "the files that were held against the examiner's YARA rules (any_yara_match)",
    .severity = Severity::high,
    .confidence = Confidence::medium,
    .means =
        "A YARA rule describes what its author saw in samples: texts, bytes, and how they must stand "
        "together. A file "
        "that it fits shares them. How sure that is depends on the rule; how grave, on what it was written "
        "for.",
    .not_shown = "That the file is what the rule was written for, that it ran, or who stored it.",
    .innocent =
        "Rules can be wider than meant: libraries, advertising code and other versions of honest apps share "
        "strings with "
        "spyware. Reports, rules and samples that the owner keeps hold the same strings.",
    .check =
        "Look at the places that the records name, and at the rule: how rare are its strings? Compare the "
        "file's SHA-256 "
        "with that of the app as its maker distributes it.",
    .references = "https://yara.readthedocs.io/en/v4.2.3/",
    .versions = "all",
    .raise = raise,
};

}  // namespace bridle::rule_files::indicator::yara
