#include "findings/raise.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <set>
#include <tuple>

#include "findings/corroborate.h"
#include "findings/rule.h"
#include "findings/store_findings.h"
#include "findings/store_suppressions.h"
#include "findings/verdict.h"

namespace bridle {
namespace {

// Rule suppressions are applied here, whatever the rule; those of indicators have been, by the rule that
// knows them.
void set_aside(Finding& finding, std::span<const Suppression> suppressions) {
  if (finding.suppression != 0 || suppressions.empty()) return;
  std::set<std::string_view> tables;
  for (const RecordReference& record : finding.records) tables.insert(record.table);
  std::vector<std::string_view> list(tables.begin(), tables.end());
  finding.suppression = suppression_of_rule(suppressions, finding.rule, list);
}

Result<> store_revision(CaseStore& store, std::int64_t revision) {
  Verdict verdict = TRY(verdict_of(store, revision));
  const Database& database = store.database();
  auto count = [&](std::string_view table) {
    return database.number(fmt::format("SELECT count(*) FROM {} WHERE revision = {}", table, revision));
  };
  auto accepted = TRY(
      database.number(fmt::format("SELECT sum(accepted) FROM indicator_file WHERE revision = {}", revision)));
  auto insert = TRY(store.database().prepare("INSERT INTO revision VALUES(?, ?, ?, ?, ?, ?)"));
  return insert
      .bind_all(revision, accepted, TRY(count("match")), TRY(count("finding")), finding_level(verdict),
                name(verdict.coverage))
      .run();
}

}  // namespace

Result<std::int64_t> raise_findings(CaseStore& store, std::int64_t revision) {
  std::vector<Finding> all;
  auto suppressions = TRY(applicable_suppressions(store, revision));
  CaseView view{store, revision, suppressions};
  for (const Rule* rule : rules())
    for (Finding& finding : TRY(rule->raise(view))) {
      set_aside(finding, suppressions);
      all.push_back(std::move(finding));
    }
  auto others = TRY(corroborate(store, all));
  // What counts before what is set aside, then the gravest first; among equals, the order of the rules.
  std::vector<std::size_t> order(all.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::sort(order, {}, [&](std::size_t i) {
    return std::tuple(all[i].suppression != 0, -static_cast<int>(all[i].severity),
                      -static_cast<int>(all[i].confidence), i);
  });
  TRY(store.database().run("BEGIN"));
  TRY(store_findings(store, all, order, others, revision));
  TRY(store_revision(store, revision));
  TRY(store.database().run("COMMIT"));
  return static_cast<std::int64_t>(all.size());
}

}  // namespace bridle
