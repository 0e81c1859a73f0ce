#include <fmt/format.h>

#include "findings/rule.h"

namespace bridle::rule_files::ios::manifest_anomaly {

extern const Rule rule;

namespace {

constexpr std::string_view table = "ios_manifest";

// One kind of oddity; all its entries are one finding.
struct Oddity {
  std::string_view condition, one, many;
};
constexpr Oddity oddities[] = {
    {"id_fits = 0", "entry is stored under a name that does not belong to its path",
     "entries are stored under names that do not belong to their paths"},
    // st_mode: type 0xF000, regular file 0x8000, set-user-ID 0x800.
    {"domain = 'HomeDomain' AND owner = 0 AND (mode & 0xF000) = 0x8000 AND (mode & 0x800) <> 0",
     "file in the owner's folders belongs to root and gives root's rights to whoever runs it",
     "files in the owner's folders belong to root and give root's rights to whoever runs them"},
    {"flags = 4 AND ('/' || link_target || '/') LIKE '%/../%' AND (length(link_target) - "
     "length(replace(link_target, '../', ''))) / 3 > "
     "length(relative_path) - length(replace(relative_path, '/', ''))",
     "relative link leads out of its domain", "relative links lead out of their domains"},
    {"flags = 4 AND substr(link_target, 1, 1) = '/' AND substr(link_target, 1, 13) <> '/private/var/' AND "
     "substr(link_target, 1, 5) <> '/var/' AND "
     "substr(link_target, 1, 8) <> '/System/'",
     "link leads outside the data of the phone", "links lead outside the data of the phone"},
};

Result<std::vector<Finding>> raise(const CaseView& view) {
  std::vector<Finding> findings;
  if (!view.has_rows(
          table, {"domain", "relative_path", "flags", "mode", "owner", "link_target", "id_fits", "created"}))
    return findings;
  for (const Oddity& oddity : oddities) {
    auto select = TRY(view.store.database().prepare(
        fmt::format("SELECT id, created, domain, relative_path FROM ios_manifest WHERE {} ORDER BY id",
                    oddity.condition)));
    Finding finding = finding_of(rule);
    std::vector<std::string> paths;
    while (TRY(select.step())) {
      add_record(finding, table, select.integer(0), time_at(select, 1));
      paths.push_back(fmt::format("\"{}\" of {}", select.text(3), select.text(2)));
    }
    if (paths.empty()) continue;
    finding.statement =
        fmt::format("{} {}: {}.", paths.size(), paths.size() == 1 ? oddity.one : oddity.many, listed(paths));
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace

extern constinit const Rule rule{
    .id = "ios.manifest_anomaly",
    .title = "Odd entry in the index of the backup",
    .looks_at =
        "entries of ios_manifest whose fileID is not the SHA-1 of domain and path, files of root with the "
        "set-user-ID bit in HomeDomain, and "
        "links that lead outside; one finding for each kind",
    .severity = Severity::low,
    .confidence = Confidence::medium,
    .means =
        "iOS writes this index by fixed rules. An entry that breaks them was not written by an unchanged iOS "
        "and an honest backup program, "
        "or its file system was changed.",
    .not_shown = "Who changed what. The files themselves may hold nothing of note.",
    .innocent =
        "Tools that edit or merge backups, jailbreaks of the owner, and errors in old backup programs.",
    .check =
        "Compare the entry with a second backup of the phone. SHA-1 of \"DOMAIN-PATH\" gives the fileID.",
    .references = "https://theapplewiki.com/wiki/Backup",
    .versions = "iOS 4 to 18",
    .raise = raise,
};

}  // namespace bridle::rule_files::ios::manifest_anomaly
