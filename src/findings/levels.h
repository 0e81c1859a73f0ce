#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "findings/finding.h"
#include "indicators/indicator.h"

namespace bridle {

/// Severity and confidence together; the greater, the graver, and among equals the surer.
struct Level {
  Severity severity = Severity::informational;
  Confidence confidence = Confidence::low;
  auto operator<=>(const Level&) const = default;
};

/// A row of the first table: what a relation is worth by itself.
struct RelationLevel {
  Relation relation;
  std::array<Severity, indicator_class_count> severity;  ///< by IndicatorClass
  Confidence most;                                       ///< what one such record can show at best
  std::string_view why;
};

/// Which kinds of meeting can stand in one finding. Weaker ones never hide among stronger ones.
enum class GradeKind : std::uint8_t {
  same,        ///< it is what was indicated, or belongs to it
  doubtful,    ///< it may be what was indicated
  mention,     ///< it holds or shares a part of what was indicated
  look_alike,  ///< it is something else
};

/// A row of the second table: what the grade of a match leaves of that.
struct GradeLevel {
  std::string_view grade;
  GradeKind kind;
  Severity most;          ///< no finding that rests on such matches is graver
  Confidence confidence;  ///< nor surer
  std::string_view verb;  ///< between the value and "the published domain": "it meets"
  std::string_view why;
};

/// Both tables, in the order of docs/levels.md, which `bridle levels --markdown` writes from them.
std::span<const RelationLevel> relation_levels();
std::span<const GradeLevel> grade_levels();
/// The row of a grade of match.grade. One that is not known gets a row with the lowest level.
const GradeLevel& grade_level(std::string_view grade);

/// All that the level of one match rests on.
struct MatchFacts {
  Relation relation = Relation::mentioned;
  std::string_view grade;
  IndicatorClass about = IndicatorClass::generic;
  std::string_view indicator_type;         ///< IndicatorType's name
  std::optional<std::int64_t> confidence;  ///< the publisher's own, 0 to 100
  bool expired = false;                    ///< the event is later than the indicator's validity
  bool early = false;                      ///< earlier than what its publisher states as its beginning
  bool collision = false;                  ///< harmless things are known to have the indicator's value too
  bool stock_name = false;                 ///< the system itself carries that name (baselines/)
};
Level level_of(const MatchFacts& facts);

/// Independent sources that tell of one campaign within this time make each other surer by one step.
constexpr std::int64_t corroboration_window = 24LL * 3600 * 1'000'000'000;  // nanoseconds
constexpr Confidence one_step_surer(Confidence confidence) {
  return confidence == Confidence::high ? confidence
                                        : static_cast<Confidence>(static_cast<int>(confidence) + 1);
}

/// The class of an indicator by what is known of it: the names it is attributed to and the file it came from.
/// Compared with one short list, case apart; the first name that says something decides, a file of
/// stalkerware before all.
IndicatorClass class_of(std::span<const std::string> names, std::string_view source_file);

/// The class that it states itself, as packs do; else as above.
IndicatorClass class_of(const Indicator& indicator);

/// docs/levels.md.
std::string levels_page();

}  // namespace bridle
