#include <fmt/format.h>

#include "findings/rule.h"
#include "indicators/stock_names.h"

namespace bridle::rule_files::ios::process_one_source {

extern const Rule rule;

namespace {

constexpr std::int64_t enough_sources = 3;  // of programs on this phone, beside that of the traffic

Result<std::vector<Finding>> raise(const CaseView& view) {
  std::vector<Finding> none;
  if (!view.has_rows("process_source", {"process", "source"})) return none;
  auto& database = view.store.database();
  constexpr std::string_view traffic = "('ios_data_usage', 'ios_netusage', 'ios_os_analytics_ad_daily')";
  if (TRY(database.number(fmt::format("SELECT count(DISTINCT source) FROM process_source WHERE source LIKE "
                                      "'ios\\_%' ESCAPE '\\' AND source NOT IN {}",
                                      traffic))) < enough_sources)
    return none;
  // DataUsage.sqlite cuts names at 16 characters: a longer name elsewhere that begins with it is the same.
  auto select = TRY(database.prepare(fmt::format(
      "SELECT p.name, s.source, s.first_record, s.first_seen FROM process p JOIN process_source s ON "
      "s.process "
      "= p.id WHERE p.name IS NOT NULL AND p.app IS NULL AND s.source IN {0} AND NOT EXISTS (SELECT 1 FROM "
      "process o JOIN process_source t ON t.process = o.id WHERE t.source NOT IN {0} AND (o.name = p.name OR "
      "(length(p.name) = 16 AND substr(o.name, 1, 16) = p.name))) ORDER BY p.name, s.source, s.first_record",
      traffic)));
  Finding finding = finding_of(rule);
  std::vector<std::string> names;
  while (TRY(select.step())) {
    if (stock_name_of(select.text(0)) != nullptr) continue;
    if (names.empty() || names.back() != select.text(0)) names.emplace_back(select.text(0));
    add_record(finding, select.text(1), select.integer(2), time_at(select, 3));
  }
  if (names.empty()) return none;
  finding.statement = fmt::format("{} had network traffic and {} in no other source about programs: {}.",
                                  names.size() == 1 ? "A program" : fmt::format("{} programs", names.size()),
                                  names.size() == 1 ? "stands" : "stand", listed(names, 20));
  return std::vector{std::move(finding)};
}

}  // namespace

extern constinit const Rule rule{
    .id = "ios.process_one_source",
    .title = "Programs that only the network usage knows",
    .looks_at =
        "programs with traffic (ios_data_usage, ios_netusage, ios_os_analytics_ad_daily) that belong to no "
        "app, bear no known name of iOS and stand in no other source of the table process, where at least "
        "three other sources were read; one finding for all",
    .severity = Severity::informational,
    .confidence = Confidence::low,
    .means =
        "Spyware has removed itself from single sources, and no source holds every program: one that only "
        "the "
        "traffic shows deserves a look.",
    .not_shown = "That anything was removed: the other sources keep days or weeks, the network usage years.",
    .innocent = "Most such programs are ordinary ones of iOS that ran before the other sources begin.",
    .check =
        "Look each name up on another phone of the same version; compare the times with what the other "
        "sources cover.",
    .references =
        "https://www.amnesty.org/en/latest/research/2021/07/"
        "forensic-methodology-report-how-to-catch-nso-groups-pegasus/",
    .versions = "iOS 9 to 26",
    .raise = raise,
};

}  // namespace bridle::rule_files::ios::process_one_source
