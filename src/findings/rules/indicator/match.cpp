#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <map>
#include <set>

#include "findings/rule.h"

namespace bridle::rule_files::indicator::match {
namespace {

// Matches of one value in one table with one relation are one finding, however many records hold it.
struct Group {
  Finding finding;
  std::string value, indicator_value, indicator_type, table, file;
  std::set<std::string> campaigns, notes;
  std::string grade;
  std::int64_t outside = 0, dated = 0;
  std::optional<std::int64_t> confidence;
};

Severity severity_of(Relation relation) {
  switch (relation) {
    case Relation::executed:
      return Severity::critical;
    case Relation::installed:
    case Relation::on_disk:
    case Relation::connected:
      return Severity::high;
    case Relation::received:
    case Relation::visited:
    case Relation::loaded:
    case Relation::resolved:
      return Severity::medium;
    case Relation::sent:
    case Relation::mentioned:
      return Severity::low;
  }
  return Severity::low;
}

Confidence confidence_of(std::string_view grade, bool all_outside) {
  for (std::string_view weak :
       {"truncated_name", "path_component", "suffix", "host_only", "contained", "look_alike"})
    if (grade == weak) return Confidence::low;
  if (all_outside) return Confidence::low;
  if (grade == "exact" || grade == "registered_domain" || grade == "directory") return Confidence::high;
  return Confidence::medium;
}

std::string_view not_shown_for(Relation relation) {
  switch (relation) {
    case Relation::received:
      return "A message with it arrived. It does not show that anyone opened it, or that anything came of "
             "it.";
    case Relation::sent:
      return "The owner sent it. It does not show that the phone was touched by what it names.";
    case Relation::visited:
      return "A browser opened it. It does not show why, by whom, or that anything was installed.";
    case Relation::loaded:
      return "A page or an app loaded it, perhaps unseen. It does not show a visit, nor that anything was "
             "installed.";
    case Relation::resolved:
      return "Its name was looked up. It does not show a connection.";
    case Relation::connected:
      return "Data went to or came from it. It does not show what the data was.";
    case Relation::on_disk:
      return "A file of that name or place was stored. It does not show what was in it, or that it ran.";
    case Relation::installed:
      return "It was installed or given a permission. It does not show what it did.";
    case Relation::executed:
      return "A program of that name ran. A name alone does not show which program it was.";
    case Relation::mentioned:
      return "It stands in a record. It does not show that anyone acted on it.";
  }
  return "";
}

std::string_view innocent_for(Relation relation) {
  switch (relation) {
    case Relation::received:
    case Relation::sent:
    case Relation::mentioned:
      return "Reports and warnings about spyware quote such values, and colleagues forward them.";
    case Relation::visited:
      return "The owner or a helper looked at it on purpose, for instance while reading a report about it; a "
             "security test.";
    case Relation::loaded:
    case Relation::resolved:
    case Relation::connected:
      return "Link previews, security apps and blocked-content lists fetch such addresses without anyone's "
             "doing.";
    case Relation::on_disk:
      return "Another file can bear the same name; the phone may have been examined with samples before.";
    case Relation::installed:
      return "Another app or profile can bear the same name.";
    case Relation::executed:
      return "A stock or third-party program can bear the same name: compare with the system of that build.";
  }
  return "";
}

void collect_campaigns(std::string_view json, std::set<std::string>& campaigns) {
  simdjson::dom::parser parser;
  simdjson::dom::array list;
  if (parser.parse(json.data(), json.size()).get(list) != simdjson::SUCCESS) return;
  for (simdjson::dom::element item : list) {
    std::string_view name;
    if (item["name"].get(name) == simdjson::SUCCESS) campaigns.emplace(name);
  }
}

std::string statement_of(const Group& g) {
  const Finding& f = g.finding;
  std::string_view relation = name(*f.relation);
  std::size_t records = f.records.size();
  std::string text =
      fmt::format("\"{}\" was {} ({} {} of {}); it meets the published {} \"{}\"", g.value,
                  relation == "on disk" ? "found on disk" : relation, records,
                  records == 1 ? "record" : "records", g.table, g.indicator_type, g.indicator_value);
  if (g.grade != "exact") text += fmt::format(" (grade: {})", g.grade);
  if (!g.campaigns.empty()) text += fmt::format(" of {}", fmt::join(g.campaigns, ", "));
  text += ".";
  if (g.dated > 0 && g.outside == g.dated)
    text += " All of it lies outside the time for which the indicator is published as valid.";
  return text;
}

Finding finished(Group& g) {
  Finding& f = g.finding;
  f.rule = "indicator.match";
  bool all_outside = g.dated > 0 && g.outside == g.dated;
  f.severity = severity_of(*f.relation);
  f.confidence = confidence_of(g.grade, all_outside);
  if (g.confidence && *g.confidence < 50) f.confidence = Confidence::low;
  // A name that was cut off fits every name that begins so: worth a look, not an alarm.
  if (g.grade == "truncated_name" && f.severity > Severity::medium) f.severity = Severity::medium;
  // Not the indicated value itself, but one that holds it, shares its host or is only drawn like it.
  bool another = g.grade == "contained" || g.grade == "host_only" || g.grade == "look_alike";
  if (another && f.severity > Severity::low) f.severity = Severity::low;
  f.campaigns.assign(g.campaigns.begin(), g.campaigns.end());
  f.statement = statement_of(g);
  f.not_shown = not_shown_for(*f.relation);
  f.innocent = innocent_for(*f.relation);
  for (const std::string& note : g.notes) f.innocent += " On this indicator: " + note + ".";
  return std::move(f);
}

void collect_notes(std::string_view json, std::set<std::string>& notes) {
  simdjson::dom::parser parser;
  simdjson::dom::array list;
  if (parser.parse(json.data(), json.size()).get(list) != simdjson::SUCCESS) return;
  for (simdjson::dom::element item : list)
    if (std::string_view text; item.get(text) == simdjson::SUCCESS) notes.emplace(text);
}

Result<std::vector<Finding>> raise(const CaseView& view) {
  auto select =
      TRY(view.store.database().prepare("SELECT m.id, m.source, m.record, m.value, m.grade, m.relation, "
                                        "m.time, i.id, i.type, i.value, i.attributions, i.valid_from, "
                                        "i.valid_until, i.confidence, i.tlp, i.notes FROM match m JOIN "
                                        "indicator i ON i.id = m.indicator WHERE m.revision = ? "
                                        "ORDER BY m.id"));
  select.bind(1, view.revision);
  std::map<std::tuple<std::int64_t, std::string, std::string, std::string, std::string>, Group> groups;
  std::vector<Group*> order;
  while (TRY(select.step())) {
    std::tuple key{select.integer(7), std::string(select.text(1)), std::string(select.text(5)),
                   std::string(select.text(3)), std::string(select.text(4))};
    auto [entry, fresh] = groups.try_emplace(key);
    Group& g = entry->second;
    if (fresh) {
      order.push_back(&g);
      auto relation = std::ranges::find(relation_names, select.text(5));
      g.finding.relation = relation == std::end(relation_names)
                               ? Relation::mentioned
                               : static_cast<Relation>(relation - std::begin(relation_names));
      g.table = select.text(1);
      g.value = select.text(3);
      g.grade = select.text(4);
      g.indicator_type = select.text(8);
      g.indicator_value = select.text(9);
      g.finding.tlp = select.text(14) == "none" ? "" : std::string(select.text(14));
      if (!select.is_null(13)) g.confidence = select.integer(13);
      collect_campaigns(select.text(10), g.campaigns);
      collect_notes(select.text(15), g.notes);
    }
    if (!select.is_null(6)) {
      Time time{select.integer(6)};
      if (!g.finding.time || time < *g.finding.time) g.finding.time = time;
      ++g.dated;
      // valid_from is often only the day of publication: an earlier event is no contradiction; a later one
      // than valid_until is.
      if (!select.is_null(12) && time.nanoseconds > select.integer(12)) ++g.outside;
    }
    g.finding.records.push_back({g.table, select.integer(2), select.integer(0)});
  }
  std::vector<Finding> findings;
  for (Group* g : order) findings.push_back(finished(*g));
  return findings;
}

}  // namespace

extern constinit const Rule rule{
    .id = "indicator.match",
    .title = "A published indicator was met",
    .looks_at =
        "every value of every record that can be compared with indicators: addresses, links in messages, "
        "file paths, process names, "
        "app and profile identifiers, e-mail addresses, digests",
    .severity = Severity::medium,
    .confidence = Confidence::high,
    .means =
        "Laboratories publish the domains, process names and files of campaigns that they have examined. How "
        "grave a hit is depends on "
        "what the record says about the value: a program that ran weighs more than a link that arrived.",
    .not_shown =
        "That the phone was taken over. The relation in the finding says what was observed, and nothing "
        "beyond it.",
    .innocent =
        "Names collide, reports quote indicators, infrastructure changes hands, and lists contain mistakes.",
    .check =
        "Open the named record at its place in the evidence with another tool, and read the publication of "
        "the indicator.",
    .references = "https://docs.oasis-open.org/cti/stix/v2.1/stix-v2.1.html",
    .versions = "all versions",
    .raise = raise,
};

}  // namespace bridle::rule_files::indicator::match
