#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cases/case_store.h"

namespace bridle {

/// What an event says of a phone that was out of its owner's hands. The order is that of the report.
struct CustodyKind {
  std::string_view name;
  std::string_view one, many;  ///< as a reader would say it, behind a number
  bool is_change;              ///< of what the phone is or allows, and not of how it was used
};
std::span<const CustodyKind> custody_kinds();
/// The kind of that name, or the last one, "other".
const CustodyKind& custody_kind(std::string_view name);

/// One column of a case whose moments are held against custody windows.
struct CustodySource {
  std::string table, column;
  std::string event;  ///< as the timeline calls it, else the column's name
  std::string kind;   ///< SQL: the name of the kind of a row
  std::string label;  ///< SQL: what to call a row in a sentence, or NULL
  /// SQL: the earliest and the latest moment that the row can mean, NULL when it tells none. They differ
  /// where only a span is stored, and where the zone of the phone's clock is not known: then any zone is
  /// allowed for.
  std::string begin, end;
};
/// Every such column of a case whose table has rows, in a fixed order. Faults: io.
Result<std::vector<CustodySource>> custody_sources(const CaseStore& store);

/// How many columns have a kind of their own; the rest count as "other".
std::int64_t custody_columns_listed();

/// SQL conditions over `CustodySource::begin` and `end`, called b and e, of a window bound to ?1 and ?2.
constexpr std::string_view certainly_inside = "(b >= ?1 AND e <= ?2)";
constexpr std::string_view perhaps_inside = "(NOT (b >= ?1 AND e <= ?2) AND b <= ?2 AND e >= ?1)";

}  // namespace bridle
