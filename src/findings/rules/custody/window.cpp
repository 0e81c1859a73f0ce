#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "base/sqlite.h"
#include "findings/custody_sources.h"
#include "findings/custody_window.h"
#include "findings/rule.h"

namespace bridle::rule_files::custody::window {

extern const Rule rule;

namespace {

// The rest stands in the case, and is counted in the statement.
constexpr std::size_t most_changes = 100, most_others = 20;

struct Event {
  std::int64_t time, record;
  std::string table, label;
  bool inside;
  auto order() const { return std::tie(time, table, record); }
};

// What a window holds of one kind.
struct Group {
  std::int64_t inside = 0, perhaps = 0;
  std::vector<Event> events;
};

Result<std::map<std::string, Group>> counts_of(const CaseView& view, std::int64_t number) {
  auto select = TRY(view.store.database().prepare(
      "SELECT kind, sum(inside), sum(perhaps) FROM custody_source WHERE revision = ? AND window = ? GROUP BY "
      "kind HAVING sum(inside) + sum(perhaps) > 0"));
  select.bind_all(view.revision, number);
  std::map<std::string, Group> groups;
  while (TRY(select.step()))
    groups[std::string(select.text(0))] = {
        .inside = select.integer(1), .perhaps = select.integer(2), .events = {}};
  return groups;
}

// The earliest events of each kind, of every source together; of a source no more than can be kept.
Result<> collect(const CaseView& view, const CustodyWindow& window, std::map<std::string, Group>& groups) {
  for (const CustodySource& source : TRY(custody_sources(view.store)))
    for (auto& [name, group] : groups) {
      std::size_t most = custody_kind(name).is_change ? most_changes : most_others;
      auto select = TRY(view.store.database().prepare(fmt::format(
          "SELECT id, b, {}, l FROM (SELECT id, {} AS k, {} AS b, {} AS e, {} AS l FROM {}) WHERE k = ?3 AND "
          "({} OR {}) ORDER BY 2, 1 LIMIT {}",
          certainly_inside, source.kind, source.begin, source.end, source.label, sql_name(source.table),
          certainly_inside, perhaps_inside, most)));
      select.bind_all(window.begins.nanoseconds, window.ends.nanoseconds, std::string_view(name));
      while (TRY(select.step()))
        group.events.push_back({.time = select.integer(1),
                                .record = select.integer(0),
                                .table = source.table,
                                .label = std::string(select.text(3)),
                                .inside = select.integer(2) != 0});
    }
  for (auto& [name, group] : groups) {
    std::ranges::sort(group.events, [](const Event& a, const Event& b) { return a.order() < b.order(); });
    std::size_t most = custody_kind(name).is_change ? most_changes : most_others;
    if (group.events.size() > most) group.events.resize(most);
  }
  return {};
}

std::string names_of(const Group& group, bool inside) {
  std::vector<std::string> names;
  for (const Event& event : group.events)
    if (event.inside == inside && !event.label.empty() &&
        std::ranges::find(names, event.label) == names.end())
      names.push_back(event.label);
  return names.empty() ? std::string() : fmt::format(" ({})", listed(names, 4));
}

// One sentence for what lies inside, another for what may.
std::string sentence(const std::map<std::string, Group>& groups, bool inside) {
  std::vector<std::string> parts;
  for (const CustodyKind& kind : custody_kinds()) {
    auto found = groups.find(std::string(kind.name));
    if (found == groups.end()) continue;
    std::int64_t count = inside ? found->second.inside : found->second.perhaps;
    if (count == 0) continue;
    parts.push_back(fmt::format("{} {}{}", count, count == 1 ? kind.one : kind.many,
                                kind.is_change ? names_of(found->second, inside) : std::string()));
  }
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) text += (i == 0 ? "" : "; ") + parts[i];
  return text;
}

Severity severity_of(const std::map<std::string, Group>& groups, bool& certain) {
  Severity severity = Severity::informational;
  certain = false;
  for (const auto& [name, group] : groups) {
    if (name == "file" || name == "network" || name == "other") continue;
    bool change = custody_kind(name).is_change && group.inside > 0;
    severity = std::max(severity, change ? Severity::medium : Severity::low);
    certain = certain || change;
  }
  return severity;
}

Result<> add_finding(const CaseView& view, std::int64_t number, const CustodyWindow& window,
                     std::vector<Finding>& findings) {
  auto groups = TRY(counts_of(view, number));
  if (groups.empty()) return {};
  TRY(collect(view, window, groups));
  Finding finding = finding_of(rule);
  bool certain = false;
  finding.severity = severity_of(groups, certain);
  if (!certain) finding.confidence = Confidence::low;
  std::string inside = sentence(groups, true), perhaps = sentence(groups, false);
  finding.statement = fmt::format("The phone was out of its owner's hands from {}, by the examiner's word.",
                                  in_words(window));
  finding.statement += inside.empty() ? " No recorded moment lies certainly in that time."
                                      : fmt::format(" Recorded in that time: {}.", inside);
  if (!perhaps.empty())
    finding.statement += fmt::format(" May lie in it, for only a span or no zone is stored: {}.", perhaps);
  finding.identity = fmt::format("window {}", in_words(window));
  std::set<std::pair<std::string, std::int64_t>> known;
  for (const CustodyKind& kind : custody_kinds())
    if (auto found = groups.find(std::string(kind.name)); found != groups.end())
      for (const Event& event : found->second.events)
        if (known.emplace(event.table, event.record).second)
          add_record(finding, event.table, event.record,
                     event.inside ? std::optional(Time{event.time}) : std::nullopt);
  findings.push_back(std::move(finding));
  return {};
}

Result<std::vector<Finding>> raise(const CaseView& view) {
  std::vector<Finding> findings;
  if (!view.has_rows("custody_window")) return findings;
  std::int64_t number = 0;
  for (const CustodyWindow& window : TRY(custody_windows(view.store, view.revision)))
    TRY(add_finding(view, ++number, window, findings));
  return findings;
}

}  // namespace

extern constinit const Rule rule{
    .id = "custody.window",
    .title = "What happened while the phone was out of its owner's hands",
    .looks_at =
        "the windows that the examiner gave with --custody, and every recorded moment that lies in them or, "
        "where only a span or a clock without its zone is stored, may lie in them; the records named are the "
        "earliest of each kind, and the section on custody windows counts all",
    .severity = Severity::medium,
    .confidence = Confidence::medium,
    .means =
        "Spyware has been put on phones that the police or border guards held for an hour: NoviSpy (Serbia, "
        "2024) and ResidentBat (Belarus, 2025) were installed over a cable, after the lock had been opened. "
        "An installation, a debugging connection, a profile or a start of the phone in such a time is what a "
        "lawyer will ask about.",
    .not_shown =
        "Who did it, and whether the phone did it by itself. An empty window shows nothing either: logs "
        "reach "
        "back hours or days, a state keeps only its last change, much of what can be changed keeps no time, "
        "and whoever held the phone could set its clock.",
    .innocent =
        "A phone that is on updates its apps, connects and restarts without anyone touching it. A window may "
        "have been given in the wrong zone, and the phone's clock may have been wrong.",
    .check =
        "Compare each record with the protocol of the seizure. `bridle timeline CASE --from … --to …` lists "
        "every event of the window. Look at who installed an app (android.packages, initiating) and at the "
        "sources that do not reach back so far.",
    .references =
        "https://securitylab.amnesty.org/latest/2024/12/"
        "serbia-a-digital-prison-spyware-and-cellebrite-used-on-journalists-and-activists/",
    .versions = "all that are examined",
    .raise = raise,
};

}  // namespace bridle::rule_files::custody::window
