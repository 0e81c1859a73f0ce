#include "findings/store_findings.h"

#include <fmt/format.h>

#include <set>
#include <unordered_map>

#include "base/sha256.h"
#include "cases/json_list.h"
#include "findings/rule.h"

namespace bridle {
namespace {

class Writer {
 public:
  Writer(CaseStore& store, std::int64_t revision) : store_(store), revision_(revision) {}

  Result<std::int64_t> add(const Finding& f) {
    auto insert = TRY(store_.database().prepare(
        "INSERT INTO finding VALUES(NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    const Rule* rule = find_rule(f.rule);
    std::string id = TRY(reference(f)), campaigns = json_list(f.campaigns);
    insert.bind_all(revision_, std::string_view(id), f.rule, rule ? rule->title : f.rule, name(f.severity),
                    name(f.confidence));
    f.relation ? insert.bind(7, name(*f.relation)) : insert.bind_null(7);
    f.time ? insert.bind(8, f.time->nanoseconds) : insert.bind_null(8);
    insert.bind(9, std::string_view(f.time ? "device clock, UTC" : ""));
    insert.bind(10, std::string_view(f.statement))
        .bind(11, std::string_view(f.not_shown))
        .bind(12, std::string_view(f.innocent));
    insert.bind(13, std::string_view(campaigns)).bind(14, std::string_view(f.tlp));
    f.suppression != 0 ? insert.bind(15, f.suppression) : insert.bind_null(15);
    TRY(insert.run());
    std::int64_t finding = store_.database().last_rowid(), position = 0;
    auto record = TRY(store_.database().prepare("INSERT INTO finding_record VALUES(?, ?, ?, ?, ?)"));
    for (const RecordReference& r : f.records) {
      record.bind_all(finding, ++position, std::string_view(r.table), r.record);
      r.match != 0 ? record.bind(5, r.match) : record.bind_null(5);
      TRY(record.run());
    }
    return finding;
  }

 private:
  // A name for the finding that stays the same when the same evidence is examined again: by it two examiners,
  // or an examiner and a court, speak of the same thing.
  Result<std::string> reference(const Finding& finding) {
    Sha256 hash;
    hash.update(finding.rule);
    hash.update(finding.identity.empty() ? finding.statement : finding.identity);
    // A record that meets two indicators stands there twice, and is one.
    std::set<std::pair<std::string_view, std::int64_t>> records;
    for (const RecordReference& r : finding.records) records.emplace(r.table, r.record);
    for (const auto& [table, record] : records) {
      auto found = locators_.find(std::string(table));
      if (found == locators_.end())
        found = locators_
                    .emplace(table, TRY(store_.database().prepare(
                                        fmt::format("SELECT locator FROM {} WHERE id = ?", sql_name(table)))))
                    .first;
      found->second.bind(1, record);
      hash.update(table);
      if (TRY(found->second.step())) hash.update(found->second.text(0));
      found->second.reset();
    }
    return to_hex(hash.finish()).substr(0, 12);
  }

  CaseStore& store_;
  std::int64_t revision_;
  std::unordered_map<std::string, Statement> locators_;
};

}  // namespace

Result<> store_findings(CaseStore& store, const std::vector<Finding>& findings,
                        const std::vector<std::size_t>& order,
                        const std::vector<std::vector<std::size_t>>& others, std::int64_t revision) {
  Writer writer(store, revision);
  std::vector<std::int64_t> rows(findings.size());
  for (std::size_t place : order) rows[place] = TRY(writer.add(findings[place]));
  auto insert = TRY(store.database().prepare("INSERT INTO corroboration VALUES(?, ?)"));
  for (std::size_t place : order)
    for (std::size_t other : others[place]) TRY(insert.bind_all(rows[place], rows[other]).run());
  return {};
}

}  // namespace bridle
