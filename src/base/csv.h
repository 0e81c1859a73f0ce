#pragma once

#include <string>
#include <string_view>

namespace bridle {

/// One cell of a CSV file (RFC 4180), in quotes. A spreadsheet takes a cell that begins with = + - @, a tab
/// or a carriage return for a formula, and a message can begin so: such a cell gets an apostrophe in front.
std::string csv_cell(std::string_view text);
/// The same for words of ours, which are no formula whatever they begin with.
std::string csv_own_cell(std::string_view text);

}  // namespace bridle
