#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "findings/record_objects.h"
#include "patterns/evaluate.h"

namespace bridle {

/// Brackets held against records in one case at most: beyond it the conditions that must see every record are
/// given up.
constexpr std::uint64_t condition_work_limit = 100'000'000;

/// A bracket of a condition that a record satisfies.
struct ConditionHit {
  std::uint32_t condition;  ///< index into IndicatorSet::patterns
  std::uint32_t bracket;
  std::size_t value;       ///< of the record: the first that it was satisfied by
  std::string_view grade;  ///< "pattern", or the grade of a weak match that it rests on
};

/// The conditions of a set made ready for the records of a case. Equality is decided by the matcher, so that
/// hosts, paths and names are compared in conditions as they are by themselves; everything else on the value.
/// Withdrawn conditions are left out.
class CaseConditions {
 public:
  explicit CaseConditions(const IndicatorSet& set);
  ~CaseConditions();

  /// Appends every bracket that the record satisfies, in order of conditions and brackets.
  void look(const CaseRecord& record, std::vector<ConditionHit>& out);
  /// The condition made ready, or nullptr when it could not be, or is withdrawn.
  const PatternProgram* program(std::size_t condition) const;
  /// Leaves a condition out from now on.
  void give_up(std::size_t condition);
  /// Whether the condition had to be left out because condition_work_limit was reached.
  bool exhausted(std::size_t condition) const;

 private:
  struct Ready;
  std::unique_ptr<Ready> ready_;
};

}  // namespace bridle
