#include "findings/levels.h"

#include <algorithm>

#include "base/text.h"

namespace bridle {
namespace {

using enum Severity;
using Sure = Confidence;

// Severity by class: mercenary spyware, generic, stalkerware, forensic tool, phishing.
constexpr RelationLevel relations[] = {
    {Relation::executed,
     {critical, critical, critical, high, high},
     Sure::high,
     "The device itself recorded that a program of that name ran."},
    {Relation::installed,
     {high, high, high, medium, medium},
     Sure::high,
     "An app or a profile was put in place, or given a right; identifiers of apps seldom collide."},
    {Relation::on_disk,
     {high, high, high, medium, medium},
     Sure::medium,
     "A file was stored. A name says little about content, so one record alone is not sure."},
    {Relation::connected,
     {high, high, medium, medium, medium},
     Sure::low,
     "Data went to or came from it. Addresses change hands and are shared, and the record seldom says which "
     "program it was."},
    {Relation::visited,
     {medium, medium, low, low, medium},
     Sure::high,
     "A browser opened it: surely so, but people open pages for many reasons."},
    {Relation::received,
     {medium, medium, low, low, low},
     Sure::medium,
     "It arrived. Somebody may have been aimed at; or somebody quoted a report."},
    {Relation::loaded,
     {medium, medium, low, low, low},
     Sure::low,
     "A page or an app fetched it, perhaps unseen, as third-party content, previews and icons are."},
    {Relation::resolved,
     {medium, medium, low, low, low},
     Sure::low,
     "Its name was looked up. As with what is loaded, nobody need have done anything."},
    {Relation::sent,
     {low, low, low, low, low},
     Sure::medium,
     "The owner passed it on, and so knew of it; the phone need not have been touched by it."},
    {Relation::mentioned,
     {low, low, low, low, low},
     Sure::low,
     "It stands in a record. Nobody need have acted on it."},
};
static_assert(std::size(relations) == std::size(relation_names));

constexpr GradeLevel grades[] = {
    {"exact", GradeKind::same, critical, Sure::high, "it meets", "Equal after normalisation."},
    {"registered_domain", GradeKind::same, critical, Sure::high, "it lies below",
     "A name below a registered domain belongs to whoever registered it."},
    {"directory", GradeKind::same, critical, Sure::high, "it lies below",
     "What lies in an indicated folder, or below an indicated address, belongs to it."},
    {"pattern", GradeKind::same, critical, Sure::medium, "it meets",
     "A published condition holds as a whole; conditions can be wider than their authors meant."},
    {"subdomain", GradeKind::same, critical, Sure::medium, "it lies below",
     "Below a host that somebody gave a name below a domain: mostly the same owner, not always."},
    {"network", GradeKind::same, critical, Sure::medium, "it lies in",
     "An address in an indicated network, which may have other users."},
    {"query_differs", GradeKind::same, critical, Sure::medium, "it meets, but for its query,",
     "The same page, asked for otherwise."},
    {"scheme_differs", GradeKind::same, critical, Sure::medium, "it meets, but for its scheme,",
     "The same address by another protocol."},
    {"decoded_ip", GradeKind::same, critical, Sure::medium, "it is another spelling of",
     "An address in disguise is the same address, but the spelling was undone by us."},
    {"suffix", GradeKind::doubtful, critical, Sure::low, "it ends like",
     "The end of a path can be the same anywhere. Conditions that rest on a weak grade count as this too."},
    {"path_component", GradeKind::doubtful, critical, Sure::low, "a part of it is equal to",
     "A folder can bear a program's name."},
    {"redirect", GradeKind::doubtful, medium, Sure::medium, "it leads, through a redirect service, to",
     "The record names the service. Whether it led on was not recorded, so more than medium is not said."},
    {"truncated_name", GradeKind::doubtful, medium, Sure::low, "it may be, cut off by its source,",
     "Every name that begins so fits: worth a look, not an alarm."},
    {"host_only", GradeKind::mention, low, Sure::low, "it is on the host of",
     "Published with a path that this record lacks; others may share the host."},
    {"contained", GradeKind::mention, low, Sure::low, "it holds, as a part that it only mentions,",
     "The value is about something else."},
    {"look_alike", GradeKind::look_alike, low, Sure::low, "it is another host, and only looks like",
     "It is not what was indicated. Who sees it may take it for that, and somebody may have meant that."},
};

// Of what nothing is known nothing is claimed.
constexpr GradeLevel unknown_grade{"any other",         GradeKind::mention,
                                   informational,       Sure::low,
                                   "it has to do with", "A grade that this version does not know."};

struct ClassWord {
  std::string_view word;  // lower case
  IndicatorClass about;
  bool whole;  // the name itself: a word inside a longer name may be of something else ("Predator The Thief")
};
// Names that public indicator sets use today: those of Amnesty International, of the MVT project and of
// Echap.
constexpr ClassWord class_words[] = {
    {"stalkerware", IndicatorClass::stalkerware, false},
    {"cellebrite", IndicatorClass::forensic_tool, true},
    {"forensic tool", IndicatorClass::forensic_tool, false},
    {"phishing", IndicatorClass::phishing, false},
    {"mercenaryspyware", IndicatorClass::mercenary_spyware, false},
    {"mercenary spyware", IndicatorClass::mercenary_spyware, false},
    {"pegasus", IndicatorClass::mercenary_spyware, true},
    {"predator", IndicatorClass::mercenary_spyware, true},
    {"candiru", IndicatorClass::mercenary_spyware, true},
    {"kingspawn", IndicatorClass::mercenary_spyware, true},
    {"rcslab", IndicatorClass::mercenary_spyware, true},
    {"wintego helios", IndicatorClass::mercenary_spyware, true},
};

bool is_digest(std::string_view type) {
  return type == "md5" || type == "sha1" || type == "sha256";
}

std::optional<IndicatorClass> named_class(std::string_view text) {
  std::string lower = to_lower_ascii(text);
  for (const ClassWord& word : class_words)
    if (word.whole ? lower == word.word : lower.find(word.word) != std::string::npos) return word.about;
  return std::nullopt;
}

}  // namespace

std::span<const RelationLevel> relation_levels() {
  return relations;
}

std::span<const GradeLevel> grade_levels() {
  return grades;
}

const GradeLevel& grade_level(std::string_view grade) {
  auto found = std::ranges::find(grades, grade, &GradeLevel::grade);
  return found == std::end(grades) ? unknown_grade : *found;
}

Level level_of(const MatchFacts& facts) {
  const RelationLevel& relation = *std::ranges::find(relations, facts.relation, &RelationLevel::relation);
  const GradeLevel& grade = grade_level(facts.grade);
  Level level{relation.severity[static_cast<std::size_t>(facts.about)], relation.most};
  // A digest is content, not a name.
  if (is_digest(facts.indicator_type) && facts.relation == Relation::on_disk) level.confidence = Sure::high;
  level.severity = std::min(level.severity, grade.most);
  level.confidence = std::min(level.confidence, grade.confidence);
  bool shared = facts.stock_name || facts.collision;
  if (shared) level.severity = std::min(level.severity, medium);
  if (shared || facts.expired || facts.early || facts.confidence.value_or(100) < 50)
    level.confidence = Sure::low;
  return level;
}

IndicatorClass class_of(std::span<const std::string> names, std::string_view source_file) {
  auto by_file = named_class(source_file);
  if (by_file == IndicatorClass::stalkerware) return *by_file;
  for (const std::string& name : names)
    if (auto about = named_class(name)) return *about;
  return by_file.value_or(IndicatorClass::generic);
}

IndicatorClass class_of(const Indicator& indicator) {
  if (indicator.threat != IndicatorClass::generic) return indicator.threat;
  std::vector<std::string> names;
  for (const Attribution& each : indicator.attributions) names.push_back(each.name);
  std::ranges::sort(names);
  return class_of(names, indicator.source_file());
}

}  // namespace bridle
