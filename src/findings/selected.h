#pragma once

#include <array>
#include <span>

#include "findings/rule.h"

namespace bridle {

/// A table that a rule needs, with the columns that it reads there.
struct NeededTable {
  std::string_view table;
  std::array<std::string_view, 8> columns;  ///< empty ones do not count
};
/// Whether the case has that table with those columns; it may be empty.
bool has_columns(const CaseView& view, const NeededTable& need);

/// Records that a SELECT names, for the commonest shape of a rule: one finding for all of them.
struct Selection {
  std::span<const NeededTable> needs;  ///< must exist with their columns; may be empty
  /// Gives table, id, what to call the record, and its time or NULL, in the order to be told.
  std::string_view sql;
  std::string_view one, many;          ///< the statement, for fmt: {0} the number, {1} what they are called
  std::optional<Severity> severity{};  ///< instead of the rule's
};

/// One finding for each selection that names a record. Faults: those of the case.
Result<std::vector<Finding>> raise_selected(const Rule& rule, const CaseView& view,
                                            std::span<const Selection> selections);

}  // namespace bridle
