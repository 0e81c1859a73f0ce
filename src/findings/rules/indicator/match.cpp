#include <algorithm>

#include "findings/match_group.h"
#include "findings/match_statement.h"
#include "findings/rule.h"

namespace bridle::rule_files::indicator::match {
namespace {

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

Finding finding_from(MatchGroup& g) {
  Finding f;
  f.rule = "indicator.match";
  f.severity = g.level.severity;
  f.confidence = g.level.confidence;
  f.relation = g.relation;
  f.statement = match_statement(g);
  f.not_shown = g.kind == GradeKind::look_alike
                    ? std::string("That the indicated host was met: this is another one. ")
                    : std::string();
  f.not_shown += not_shown_for(g.relation);
  f.innocent = innocent_for(g.relation);
  for (const std::string& note : g.notes) f.innocent += " On this indicator: " + note + ".";
  f.campaigns.assign(g.campaigns.begin(), g.campaigns.end());
  f.tlp = g.tlp;
  f.identity = match_identity(g);
  f.suppression = g.suppression;
  f.stands_alone = g.kind == GradeKind::mention || g.kind == GradeKind::look_alike;
  f.gives = g.stock == nullptr;
  f.times = std::move(g.times);
  if (auto first = std::ranges::min_element(f.times); first != f.times.end()) f.time = Time{*first};
  f.records = std::move(g.references);
  return f;
}

Result<std::vector<Finding>> raise(const CaseView& view) {
  auto indicators = TRY(matched_indicators(view.store, view.revision));
  std::vector<Finding> findings;
  for (MatchGroup& group : TRY(match_groups(view, indicators))) findings.push_back(finding_from(group));
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
        "what the record says about the value: a program that ran weighs more than a link that arrived. How "
        "that "
        "is weighed stands in docs/levels.md (`bridle levels`). Hits of one campaign with one relation in "
        "one "
        "conversation of one table are one finding.",
    .not_shown =
        "That the phone was taken over. The relation in the finding says what was observed, and nothing "
        "beyond it.",
    .innocent =
        "Names collide, reports quote indicators, infrastructure changes hands, and lists contain mistakes.",
    .check =
        "Open the named record at its place in the evidence with another tool, and read the publication of "
        "the indicator.",
    .references =
        "https://docs.oasis-open.org/cti/stix/v2.1/stix-v2.1.html\n"
        "https://github.com/mvt-project/mvt-indicators",
    .versions = "all versions",
    .raise = raise,
};

}  // namespace bridle::rule_files::indicator::match
