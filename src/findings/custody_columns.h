#pragma once

#include <span>
#include <string_view>

namespace bridle {

/// What a column's events mean for a phone that was out of its owner's hands. A column that is not listed
/// counts as "other".
struct CustodyColumn {
  std::string_view table, column;
  std::string_view kind;            ///< a name of `custody_kinds`, or SQL that gives one when it has a blank
  std::string_view label = "NULL";  ///< SQL: what to call a row in a sentence
  std::string_view until = "";      ///< the column with the latest moment, where only a span is stored
};
std::span<const CustodyColumn> custody_columns();

}  // namespace bridle
