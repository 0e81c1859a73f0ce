#include <fmt/format.h>

#include "findings/rule.h"

namespace bridle::rule_files::ios::id_status_cache_nul {

extern const Rule rule;

namespace {

constexpr std::string_view table = "ios_id_status_cache";

Result<std::vector<Finding>> raise(const CaseView& view) {
  if (!view.has_rows(table, {"uri", "lookup_date", "double_nul"})) return std::vector<Finding>{};
  auto select = TRY(view.store.database().prepare(
      "SELECT id, uri, lookup_date FROM ios_id_status_cache WHERE double_nul <> 0 ORDER BY id"));
  Finding finding = finding_of(rule);
  std::vector<std::string> addresses;
  while (TRY(select.step())) {
    add_record(finding, table, select.integer(0), time_at(select, 2));
    addresses.emplace_back(select.text(1));
  }
  if (finding.records.empty()) return std::vector<Finding>{};
  bool one = addresses.size() == 1;
  finding.statement = fmt::format("{} looked-up {} two NUL characters in a row: {}.", addresses.size(),
                                  one ? "address holds" : "addresses hold", listed(addresses));
  return std::vector{std::move(finding)};
}

}  // namespace

extern constinit const Rule rule{
    .id = "ios.id_status_cache_nul",
    .title = "Looked-up address with NUL characters",
    .looks_at = "addresses of ios_id_status_cache that hold two NUL characters in a row; one finding for all",
    .severity = Severity::high,
    .confidence = Confidence::medium,
    .means =
        "No mail program or phone writes such an address. MVT reports it because addresses of this kind were "
        "met in attacks through iMessage (Amnesty International, 2021).",
    .not_shown = "That a message from the address arrived, or that it did anything.",
    .innocent = "A damaged cache, or a program that filled a field of fixed length with NULs.",
    .check =
        "Look for the address without its NULs in messages, calls and interactions, and for crashes of "
        "imagent and IMTranscoderAgent around the time of the lookup.",
    .references =
        "https://docs.mvt.re/en/latest/ios/records/\n"
        "https://www.amnesty.org/en/latest/research/2021/07/"
        "forensic-methodology-report-how-to-catch-nso-groups-pegasus/",
    .versions = "iOS up to about 14.6, which filled the cache",
    .raise = raise,
};

}  // namespace bridle::rule_files::ios::id_status_cache_nul
