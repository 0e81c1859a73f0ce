#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "indicators/published_values.h"

namespace bridle {

/// A value in a line of a list, without its comment.
struct LineValue {
  std::string_view value;
  std::optional<IndicatorType> type;  ///< by its look; nothing when that does not tell
};
/// Also takes the address off the lines of a hosts file.
LineValue value_of_line(std::string_view line);
/// One value a line. "#" begins a comment; "# type: NAME" gives the type of what follows, "# type:" ends
/// that. docs/formats/indicator-lists.md.
void read_indicator_list(std::string_view text, PublishedValues& out);

/// Does this first line name columns of which at least one holds values?
bool is_table_header(std::string_view line);
/// CSV (RFC 4180) with comma, semicolon or tab, whose first line names the columns.
/// docs/formats/indicator-lists.md.
void read_indicator_table(std::string_view text, PublishedValues& out);

}  // namespace bridle
