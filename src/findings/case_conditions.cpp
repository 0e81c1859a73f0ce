#include "findings/case_conditions.h"

#include <algorithm>
#include <map>
#include <set>

#include "indicators/stix_conditions.h"

namespace bridle {
namespace {

/// A comparison of a condition.
struct Owner {
  std::uint32_t condition, comparison;
  auto operator<=>(const Owner&) const = default;
};
struct Place {
  std::uint32_t condition, bracket;
  auto operator<=>(const Place&) const = default;
};

/// A comparison that a value met through the matcher.
struct Met {
  Owner owner;
  Grade grade;
};

bool is_weak(Grade grade) {
  return grade == Grade::truncated_name || grade == Grade::path_component || grade == Grade::suffix;
}

bool says_no(const PatternComparison& comparison) {
  return comparison.negated != (comparison.comparator == PatternComparator::not_equal);
}

}  // namespace

struct CaseConditions::Ready {
  struct Condition {
    std::optional<PatternProgram> program;
    Platform platform = Platform::any;
    std::vector<bool> by_matcher;  // of each comparison
    bool given_up = false, exhausted = false;
  };

  std::vector<Condition> conditions;
  IndicatorSet named;                      // what the comparisons name, each once
  std::vector<std::vector<Owner>> owners;  // of each value
  std::map<std::string, std::uint32_t> known;
  std::map<Owner, std::uint32_t> bracket_of;
  std::vector<Place> always;  // brackets that a record can satisfy without meeting any value
  std::optional<Matcher> matcher;
  std::uint64_t work = 0;

  void add(std::uint32_t number, const PatternIndicator& pattern);
  void add_value(Indicator value, Owner owner);
  bool can_hold_without_values(const Condition& condition, const PatternTest& test) const;
  void find_bracket(std::uint32_t number, std::uint32_t bracket, const PatternTest& test);
  Truth compare(const Condition& condition, Owner owner, const ObservedObject& object,
                const Observation& observation, const std::vector<Met>& met, bool& weak) const;
};

void CaseConditions::Ready::add_value(Indicator value, Owner owner) {
  auto key = std::to_string(static_cast<int>(value.type)) + "/" +
             std::to_string(static_cast<int>(value.platform)) + (value.directory ? "/d/" : "/") +
             value.normalised;
  auto [at, fresh] = known.try_emplace(key, static_cast<std::uint32_t>(named.indicators.size()));
  if (fresh) {
    named.indicators.push_back(std::move(value));
    owners.emplace_back();
  }
  owners[at->second].push_back(owner);
}

/// Conditions are monotone in their comparisons: what is false with every value unmet and everything else
/// granted needs a value.
bool CaseConditions::Ready::can_hold_without_values(const Condition& condition,
                                                    const PatternTest& test) const {
  if (test.kind == PatternTest::Kind::comparison)
    return !condition.by_matcher[test.comparison] ||
           says_no(condition.program->pattern().comparisons[test.comparison]);
  auto holds = [&](const PatternTest& operand) { return can_hold_without_values(condition, operand); };
  return test.kind == PatternTest::Kind::all ? std::ranges::all_of(test.operands, holds)
                                             : std::ranges::any_of(test.operands, holds);
}

void CaseConditions::Ready::find_bracket(std::uint32_t number, std::uint32_t bracket,
                                         const PatternTest& test) {
  if (test.kind == PatternTest::Kind::comparison)
    bracket_of[{number, static_cast<std::uint32_t>(test.comparison)}] = bracket;
  for (const PatternTest& operand : test.operands) find_bracket(number, bracket, operand);
}

void CaseConditions::Ready::add(std::uint32_t number, const PatternIndicator& pattern) {
  Condition& condition = conditions.emplace_back();
  condition.platform = pattern.about.platform;
  if (pattern.about.revoked) return;
  auto program = PatternProgram::make(pattern.condition);
  if (!program) return;  // loading has refused and listed those
  condition.program = std::move(*program);
  const Pattern& parsed = condition.program->pattern();
  for (std::uint32_t i = 0; i < parsed.comparisons.size(); ++i) {
    auto wanted = values_of_comparison(parsed.comparisons[i]);
    condition.by_matcher.push_back(wanted && !wanted->empty());
    if (!wanted) continue;
    for (Indicator& value : *wanted) {
      if (value.platform == Platform::any) value.platform = condition.platform;
      add_value(std::move(value), {number, i});
    }
  }
  for (std::uint32_t i = 0; i < parsed.brackets.size(); ++i) {
    find_bracket(number, i, parsed.brackets[i]);
    if (can_hold_without_values(condition, parsed.brackets[i])) always.push_back({number, i});
  }
}

CaseConditions::CaseConditions(const IndicatorSet& set) : ready_(std::make_unique<Ready>()) {
  for (const PatternIndicator& pattern : set.patterns)
    ready_->add(static_cast<std::uint32_t>(ready_->conditions.size()), pattern);
  ready_->matcher.emplace(ready_->named);
}
CaseConditions::~CaseConditions() = default;

Truth CaseConditions::Ready::compare(const Condition& condition, Owner owner, const ObservedObject& object,
                                     const Observation& observation, const std::vector<Met>& met,
                                     bool& weak) const {
  const PatternComparison& comparison = condition.program->pattern().comparisons[owner.comparison];
  bool negative = says_no(comparison);
  if (condition.by_matcher[owner.comparison]) {
    auto found = std::ranges::find(met, owner, &Met::owner);
    if (!negative) {
      if (found != met.end() && is_weak(found->grade)) weak = true;
      return found != met.end() ? Truth::yes : Truth::no;
    }
    bool exists = !values_at(comparison.path, object, observation).empty();
    return exists && found == met.end() ? Truth::yes : Truth::no;
  }
  const Comparator& comparator = condition.program->comparator(owner.comparison);
  if (!negative || comparison.comparator == PatternComparator::exists)
    return comparator.holds(object, observation);
  // All values of an object are spellings of one: what is denied must be so for each.
  auto values = values_at(comparison.path, object, observation);
  auto holds = [&](const FoundValue& value) { return comparator.holds(value) == Truth::yes; };
  return !values.empty() && std::ranges::all_of(values, holds) ? Truth::yes : Truth::no;
}

void CaseConditions::look(const CaseRecord& record, std::vector<ConditionHit>& out) {
  Ready& ready = *ready_;
  std::vector<std::vector<Met>> met_by_value(record.values.size());
  std::set<Place> places(ready.always.begin(), ready.always.end());
  std::vector<Hit> hits;
  for (std::size_t i = 0; i < record.values.size(); ++i) {
    const RecordValue& value = record.values[i];
    hits.clear();
    ready.matcher->match(value.type, value.value, value.context, hits);
    for (const Hit& hit : hits) {
      for (const Owner& owner : ready.owners[hit.indicator]) {
        met_by_value[i].push_back({owner, hit.grade});
        places.insert({owner.condition, ready.bracket_of.at(owner)});
      }
    }
  }
  if (places.empty()) return;
  RecordObjects objects = objects_of_record(record);
  std::vector<std::vector<Met>> met_by_object(objects.values.size());
  for (std::size_t i = 0; i < objects.values.size(); ++i)
    for (std::size_t value : objects.values[i])
      met_by_object[i].insert(met_by_object[i].end(), met_by_value[value].begin(), met_by_value[value].end());
  for (const Place& place : places) {
    Ready::Condition& condition = ready.conditions[place.condition];
    Platform platform = record.values.front().context.platform;
    bool foreign =
        condition.platform != Platform::any && platform != Platform::any && condition.platform != platform;
    if (condition.given_up || foreign) continue;
    if (++ready.work > condition_work_limit) condition.given_up = condition.exhausted = true;
    if (condition.given_up) continue;
    bool weak = false;
    auto test = [&](std::size_t comparison, const ObservedObject& object) {
      auto number = static_cast<std::size_t>(&object - objects.observation.objects.data());
      return ready.compare(condition, {place.condition, static_cast<std::uint32_t>(comparison)}, object,
                           objects.observation, met_by_object[number], weak);
    };
    auto answer = condition.program->brackets()[place.bracket].holds(objects.observation, test);
    if (answer.truth != Truth::yes) continue;
    out.push_back({place.condition, place.bracket, objects.values[answer.objects.at(0)].at(0),
                   weak ? "suffix" : "pattern"});
  }
}

const PatternProgram* CaseConditions::program(std::size_t condition) const {
  const auto& program = ready_->conditions.at(condition).program;
  return program ? &*program : nullptr;
}
void CaseConditions::give_up(std::size_t condition) {
  ready_->conditions.at(condition).given_up = true;
}
bool CaseConditions::exhausted(std::size_t condition) const {
  return ready_->conditions.at(condition).exhausted;
}

}  // namespace bridle
