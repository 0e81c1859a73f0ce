#include "patterns/evaluate.h"

namespace bridle {

Result<PatternProgram> PatternProgram::make(Pattern pattern) {
  SequenceTest sequence(pattern.expression);
  PatternProgram out(std::move(pattern), std::move(sequence));
  for (const PatternComparison& comparison : out.pattern_.comparisons)
    out.comparators_.push_back(TRY(Comparator::make(comparison)));
  for (const PatternTest& bracket : out.pattern_.brackets)
    out.brackets_.push_back(TRY(BracketTest::make(bracket, out.pattern_.comparisons)));
  return out;
}

Result<PatternAnswer> evaluate(const PatternProgram& program, std::span<const Observation> observations,
                               const SequenceLimits& limits) {
  PatternAnswer out;
  std::vector<Sighting> sightings;
  std::vector<std::vector<std::uint32_t>> hits(program.brackets().size());
  for (const Observation& observation : observations) {
    auto number = static_cast<std::uint32_t>(sightings.size());
    sightings.push_back({observation.when, observation.times});
    auto test = [&](std::size_t comparison, const ObservedObject& object) {
      return program.comparator(comparison).holds(object, observation);
    };
    bool any = false, incomparable = false;
    for (std::size_t bracket = 0; bracket < hits.size(); ++bracket) {
      auto answer = program.brackets()[bracket].holds(observation, test);
      if (answer.truth == Truth::yes) hits[bracket].push_back(number);
      any = any || answer.truth == Truth::yes;
      incomparable = incomparable || answer.truth == Truth::incomparable;
    }
    if (incomparable && !any) ++out.incomparable;
  }
  out.sequences = TRY(program.sequence().find(sightings, hits, limits));
  return out;
}

}  // namespace bridle
