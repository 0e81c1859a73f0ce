#include "findings/raise.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <tuple>

#include "base/sha256.h"
#include "cases/json_list.h"
#include "findings/rule.h"
#include "findings/verdict.h"

namespace bridle {
namespace {

// A name for the finding that stays the same when the same evidence is examined again: by it two examiners,
// or an examiner and a court, speak of the same thing.
Result<std::string> reference(const CaseStore& store, const Finding& finding) {
  Sha256 hash;
  hash.update(finding.rule);
  hash.update(finding.statement);
  for (const RecordReference& r : finding.records) {
    auto select =
        TRY(store.database().prepare(fmt::format("SELECT locator FROM {} WHERE id = ?", sql_name(r.table))));
    select.bind(1, r.record);
    hash.update(r.table);
    if (TRY(select.step())) hash.update(select.text(0));
  }
  return to_hex(hash.finish()).substr(0, 12);
}

Result<> store_finding(CaseStore& store, const Finding& f, std::int64_t revision) {
  auto insert = TRY(
      store.database().prepare("INSERT INTO finding VALUES(NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  const Rule* rule = find_rule(f.rule);
  std::string id = TRY(reference(store, f)), campaigns = json_list(f.campaigns);
  insert.bind_all(revision, std::string_view(id), f.rule, rule ? rule->title : f.rule, name(f.severity),
                  name(f.confidence));
  f.relation ? insert.bind(7, name(*f.relation)) : insert.bind_null(7);
  f.time ? insert.bind(8, f.time->nanoseconds) : insert.bind_null(8);
  insert.bind(9, std::string_view(f.time ? "device clock, UTC" : ""));
  insert.bind(10, std::string_view(f.statement))
      .bind(11, std::string_view(f.not_shown))
      .bind(12, std::string_view(f.innocent));
  insert.bind(13, std::string_view(campaigns)).bind(14, std::string_view(f.tlp));
  TRY(insert.run());
  std::int64_t finding = store.database().last_rowid(), position = 0;
  auto record = TRY(store.database().prepare("INSERT INTO finding_record VALUES(?, ?, ?, ?, ?)"));
  for (const RecordReference& r : f.records) {
    record.bind_all(finding, ++position, std::string_view(r.table), r.record);
    r.match != 0 ? record.bind(5, r.match) : record.bind_null(5);
    TRY(record.run());
  }
  return {};
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
  CaseView view{store, revision};
  for (const Rule* rule : rules())
    for (Finding& finding : TRY(rule->raise(view))) all.push_back(std::move(finding));
  // The gravest first; among equals, the order of the rules.
  std::vector<std::size_t> order(all.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::sort(order, {}, [&](std::size_t i) {
    return std::tuple(-static_cast<int>(all[i].severity), -static_cast<int>(all[i].confidence), i);
  });
  TRY(store.database().run("BEGIN"));
  for (std::size_t i : order) TRY(store_finding(store, all[i], revision));
  TRY(store_revision(store, revision));
  TRY(store.database().run("COMMIT"));
  return static_cast<std::int64_t>(all.size());
}

}  // namespace bridle
