#pragma once

#include <string>
#include <string_view>

#include "base/sqlite.h"
#include "cli/options.h"

namespace bridle::cli {

/// Prints the rows of a SELECT on stdout: as a table with aligned columns for people, as a JSON array of
/// objects, or as CSV (RFC 4180) in which no cell can be taken for a formula. Text for a terminal has its
/// control characters and direction marks shown as \u{…}. Faults: io.
Result<std::int64_t> print_rows(Statement& select, Format format);

/// Text as it may go to a terminal.
std::string for_terminal(std::string_view text);

}  // namespace bridle::cli
