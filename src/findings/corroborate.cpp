#include "findings/corroborate.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <unordered_map>

#include "findings/levels.h"

namespace bridle {
namespace {

constexpr std::size_t records_looked_at = 100;  // of one finding, to learn which files they come from

// The file of the evidence that a record comes from: two tables read from one file are one source.
class Sources {
 public:
  explicit Sources(const CaseStore& store) : store_(store) {}

  Result<std::string> of(const RecordReference& record) {
    auto found = selects_.find(record.table);
    if (found == selects_.end())
      found = selects_
                  .emplace(record.table,
                           TRY(store_.database().prepare(fmt::format(
                               "SELECT c.path FROM {} r JOIN coverage c ON c.task = r.task WHERE r.id = ?",
                               sql_name(record.table)))))
                  .first;
    found->second.bind(1, record.record);
    std::string path = record.table;
    if (TRY(found->second.step())) path = found->second.text(0);
    found->second.reset();
    return path;
  }

 private:
  const CaseStore& store_;
  std::unordered_map<std::string, Statement> selects_;
};

struct Sighting {
  std::int64_t time;
  std::size_t finding;
  std::string source;
  auto operator<=>(const Sighting&) const = default;
};

using Links = std::vector<std::set<std::size_t>>;

// One pass in order of time: each sighting looks back at the latest of every other source, which is the
// nearest of that source before it.
void link(std::vector<Sighting>& sightings, const std::vector<Finding>& findings, Links& links) {
  std::ranges::sort(sightings);
  std::map<std::string_view, const Sighting*> latest;
  auto connect = [&](std::size_t to, std::size_t from) {
    if (findings[from].gives && findings[from].suppression == 0 && links[to].size() < most_corroborating)
      links[to].insert(from);
  };
  for (const Sighting& now : sightings) {
    for (const auto& [source, before] : latest) {
      if (source == now.source || before->finding == now.finding) continue;
      if (now.time - before->time > corroboration_window) continue;
      connect(now.finding, before->finding);
      connect(before->finding, now.finding);
    }
    latest[now.source] = &now;
  }
}

}  // namespace

Result<std::vector<std::vector<std::size_t>>> corroborate(const CaseStore& store,
                                                          std::vector<Finding>& findings) {
  Sources sources(store);
  std::map<std::string, std::vector<Sighting>> by_campaign;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const Finding& f = findings[i];
    if (f.stands_alone || f.campaigns.empty() || f.times.empty()) continue;
    std::set<std::string> files;
    for (std::size_t r = 0; r < std::min(f.records.size(), records_looked_at); ++r)
      files.insert(TRY(sources.of(f.records[r])));
    // A finding over several files corroborates nothing by itself: it is one finding already.
    for (const std::string& campaign : f.campaigns)
      for (std::int64_t time : f.times) by_campaign[campaign].push_back({time, i, *files.begin()});
  }
  Links links(findings.size());
  for (auto& [campaign, sightings] : by_campaign) link(sightings, findings, links);
  std::vector<std::vector<std::size_t>> others(findings.size());
  for (std::size_t i = 0; i < findings.size(); ++i) {
    others[i].assign(links[i].begin(), links[i].end());
    if (!others[i].empty()) findings[i].confidence = one_step_surer(findings[i].confidence);
  }
  return others;
}

}  // namespace bridle
