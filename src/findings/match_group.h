#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "findings/levels.h"
#include "findings/matched_indicator.h"
#include "findings/rule.h"
#include "indicators/stock_names.h"

namespace bridle {

/// A distinct value of a group, with the indicator that it met best.
struct MetValue {
  std::string value, grade, table;
  const MatchedIndicator* indicator;
  Relation relation;
};

/// Matches that are one finding: of one campaign (or of one indicator that names none), with one relation, in
/// one conversation of one table; or all records of one condition over several records. Doubtful matches,
/// names that iOS carries, values with known collisions, and what is set aside are groups of their own, so
/// that none of them hides among others.
struct MatchGroup {
  std::string campaign, table, conversation;
  Relation relation = Relation::mentioned;
  GradeKind kind = GradeKind::same;
  const StockName* stock = nullptr;
  bool sequence = false;
  bool collides = false;  ///< harmless things are known to have the indicated values too
  std::int64_t suppression = 0;

  Level level;                   ///< of its strongest match
  std::vector<MetValue> values;  ///< in order of their matches, most_values at most
  std::size_t distinct = 0;      ///< how many there are, counted up to most_counted
  std::size_t records = 0;       ///< distinct ones
  /// Matches with a time; those later than their indicator's validity; those earlier.
  std::size_t dated = 0, expired = 0, early = 0;
  std::set<std::string> campaigns, notes, collisions;
  std::string tlp;
  IndicatorClass about = IndicatorClass::generic;
  std::vector<RecordReference> references;
  std::vector<std::int64_t> times;

  static constexpr std::size_t most_values = 12, most_counted = 10'000;
};

/// The groups of a revision, in order of their first match. `indicators` must outlive them. Faults: io.
Result<std::vector<MatchGroup>> match_groups(const CaseView& view,
                                             const std::map<std::int64_t, MatchedIndicator>& indicators);

/// The column of a table that says which conversation a record belongs to; empty when it has none.
std::string_view conversation_column(std::string_view table);

}  // namespace bridle
